package polyclinic.local.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
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

    /** The same when they are all that the query asks for; null when it has others. */
    static @Nullable Document whole(Document query, Collection<String> fields) {
        Document required = new Document();
        return collect(query, fields, required) ? required : null;
    }

    /** A value that a field must equal, of the kinds whose equality is that of Java. */
    static boolean isValue(@Nullable Object required) {
        return required instanceof String
                || required instanceof UUID
                || required instanceof Number
                || required instanceof Boolean;
    }

    /** Whether every condition of the query is among the required ones now. */
    private static boolean collect(Document query, Collection<String> fields, Document required) {
        boolean all = true;
        for (Map.Entry<String, Object> one : query.entrySet())
            if (one.getKey().equals("$and") && one.getValue() instanceof Collection<?> parts)
                for (Object part : parts) all &= part instanceof Document nested && collect(nested, fields, required);
            else all &= fields.contains(one.getKey()) && add(required, one.getKey(), one.getValue());
        return all;
    }

    /** Two bounds of one field become one range; of other conditions on the same field the first is enough to find candidates. */
    private static boolean add(Document required, String field, @Nullable Object condition) {
        if (!required.containsKey(field)) {
            required.put(field, condition);
            return true;
        }
        if (!(required.get(field) instanceof Document before)
                || !(condition instanceof Document more)
                || NumberRange.of(before) == null
                || NumberRange.of(more) == null
                || !Collections.disjoint(before.keySet(), more.keySet())) return false;
        Document both = new Document();
        both.putAll(before);
        both.putAll(more);
        required.put(field, both);
        return true;
    }
}
