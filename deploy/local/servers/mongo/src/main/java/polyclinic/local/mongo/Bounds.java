package polyclinic.local.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Map;

/** Numbers between which a query wants a field: {@code {$gt: 3, $lte: 9}}. */
record Bounds(Double above, Double from, Double below, Double to) {
    static final Bounds NONE = new Bounds(null, null, null, null);

    /** Null when the condition says anything else. */
    static Bounds of(Object condition) {
        if (!(condition instanceof Document document) || document.isEmpty()) return null;
        Bounds bounds = NONE;
        for (Map.Entry<String, Object> one : document.entrySet()) {
            if (!(one.getValue() instanceof Number number)) return null;
            double bound = number.doubleValue();
            switch (one.getKey()) {
                case "$gt" -> bounds = new Bounds(bound, bounds.from, bounds.below, bounds.to);
                case "$gte" -> bounds = new Bounds(bounds.above, bound, bounds.below, bounds.to);
                case "$lt" -> bounds = new Bounds(bounds.above, bounds.from, bound, bounds.to);
                case "$lte" -> bounds = new Bounds(bounds.above, bounds.from, bounds.below, bound);
                default -> {
                    return null;
                }
            }
        }
        return bounds;
    }

    /** Whether the document with this number, or with no number that could be read, has to be looked at. */
    boolean mayHold(Double number) {
        return number == null
                || (above == null || number > above)
                        && (from == null || number >= from)
                        && (below == null || number < below)
                        && (to == null || number <= to);
    }
}
