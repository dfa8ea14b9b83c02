package polyclinic.local.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;

/** What a query demands of some fields for certain: of all its conditions, those that stand beside each other or in {@code $and}. */
final class Demands {
    private Demands() {}

    static Document of(Document query, Collection<String> fields) {
        Document demanded = new Document();
        collect(query, fields, demanded);
        return demanded;
    }

    /** A value that a field must equal, of the kinds whose equality is that of Java. */
    static boolean isValue(Object demanded) {
        return demanded instanceof String
                || demanded instanceof java.util.UUID
                || demanded instanceof Number
                || demanded instanceof Boolean;
    }

    private static void collect(Document query, Collection<String> fields, Document demanded) {
        query.forEach((name, condition) -> {
            if (name.equals("$and") && condition instanceof Collection<?> all)
                for (Object one : all) {
                    if (one instanceof Document nested) collect(nested, fields, demanded);
                }
            else if (fields.contains(name)) demanded.putIfAbsent(name, condition);
        });
    }
}
