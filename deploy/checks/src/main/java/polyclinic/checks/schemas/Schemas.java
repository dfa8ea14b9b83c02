package polyclinic.checks.schemas;

import java.util.ArrayList;
import java.util.List;
import polyclinic.checks.manifests.Manifest;

/** All that is known of kinds without a cluster: models, and the list of the fields of kinds that have none. */
public final class Schemas {
    private static final ObjectSchema CORE = new CoreSchema();
    private static final ObjectSchema MODELS = new ModelSchema();
    private static final FieldList FIELDS = FieldList.read();

    private Schemas() {}

    /** What is wrong with an object's fields, a sentence each that names the object; a kind that nothing knows is wrong, too. */
    public static List<String> problems(Manifest object) {
        return problems(object, FIELDS);
    }

    static List<String> problems(Manifest object, FieldList fields) {
        List<String> problems = new ArrayList<>();
        if (CORE.knows(object)) problems.addAll(CORE.problems(object));
        else {
            if (MODELS.knows(object)) problems.addAll(MODELS.problems(object));
            if (MODELS.knows(object) || fields.knows(object)) problems.addAll(fields.problems(object));
            else problems.add("nothing is known of this kind");
        }
        return problems.stream().map(problem -> object.id() + ": " + problem).toList();
    }

    static boolean isCore(Manifest object) {
        return CORE.knows(object);
    }

    static boolean hasModel(Manifest object) {
        return CORE.knows(object) || MODELS.knows(object);
    }
}
