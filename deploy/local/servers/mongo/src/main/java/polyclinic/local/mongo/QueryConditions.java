package polyclinic.local.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The conditions on some fields that every result must meet: those of the query itself and of its {@code $and}, no alternatives. */
final class QueryConditions {
    private QueryConditions() {}

    static Document of(Document query, Collection<String> fields) {
        Document required = new Document();
        collect(query, fields, required);
        return required;
    }

    /** A value that a field must equal, of the kinds whose equality is that of Java. */
    static boolean isValue(@Nullable Object required) {
        return required instanceof String
                || required instanceof UUID
                || required instanceof Number
                || required instanceof Boolean;
    }

    private static void collect(Document query, Collection<String> fields, Document required) {
        query.forEach((name, condition) -> {
            if (name.equals("$and") && condition instanceof Collection<?> all)
                for (Object one : all) {
                    if (one instanceof Document nested) collect(nested, fields, required);
                }
            else if (fields.contains(name)) required.putIfAbsent(name, condition);
        });
    }
}
