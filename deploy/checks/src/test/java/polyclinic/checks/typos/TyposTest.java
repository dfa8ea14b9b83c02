package polyclinic.checks.typos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import polyclinic.checks.links.ObjectReferences;
import polyclinic.checks.links.Words;
import polyclinic.checks.manifests.Manifest;
import polyclinic.checks.manifests.Renderings;
import polyclinic.checks.schemas.Schemas;
import polyclinic.checks.settings.Environments;
import polyclinic.checks.settings.ServiceSettings;

/** Checks of the checks: whatever name in an object is mistyped, one of them says so. */
class TyposTest {
    private static final Map<String, ServiceSettings> APPLICATIONS = ServiceSettings.all();

    private final List<String> unnoticed = new ArrayList<>();
    private final Set<Manifest> seen = new HashSet<>();
    private int planted;

    @Test
    void a_typo_in_any_field_is_found() {
        Renderings.all().forEach((part, objects) -> {
            assertThat(together(objects)).as(part).isEmpty();
            for (int at = 0; at < objects.size(); at++) {
                if (seen.add(objects.get(at))) mutate(part, objects, at);
            }
        });

        assertThat(unnoticed).isEmpty();
        assertThat(planted).isGreaterThan(5000);
    }

    private void mutate(String part, List<Manifest> objects, int at) {
        Manifest object = objects.get(at);
        List<String> names = new ArrayList<>();
        names(object.json(), "", names);
        for (String name : names) {
            planted++;
            Manifest mistyped = object.changed(json -> rename(json, name));
            if (!Schemas.problems(mistyped).isEmpty()
                    || !Words.problems(mistyped).isEmpty()) continue;
            List<Manifest> all = new ArrayList<>(objects);
            all.set(at, mistyped);
            if (together(all).isEmpty() && !isFree(object, name)) unnoticed.add(part + " " + object.id() + " " + name);
        }
    }

    /** Grafana takes a dashboard from a file of any name. */
    private static boolean isFree(Manifest object, String name) {
        return object.labels().containsKey("grafana_dashboard") && name.matches("/data/[a-z-]+\\.json");
    }

    /** What only shows between objects. */
    private static List<String> together(List<Manifest> objects) {
        List<String> problems = new ArrayList<>(ObjectReferences.problems(objects));
        if (problems.isEmpty()) problems.addAll(new Environments(APPLICATIONS, objects).problems());
        return problems;
    }

    /** JSON pointers of all fields. */
    private static void names(JsonNode node, String pointer, List<String> names) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String own = pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
            names.add(own);
            names(field.getValue(), own, names);
        }
        if (node instanceof ArrayNode array)
            for (int at = 0; at < array.size(); at++) names(array.get(at), pointer + "/" + at, names);
    }

    /** The last letter twice, as fingers do. */
    private static ObjectNode rename(ObjectNode json, String pointer) {
        int last = pointer.lastIndexOf('/');
        String name = pointer.substring(last + 1).replace("~1", "/").replace("~0", "~");
        ObjectNode parent = (ObjectNode) json.at(pointer.substring(0, last));
        parent.set(name + name.charAt(name.length() - 1), parent.remove(name));
        return json;
    }
}
