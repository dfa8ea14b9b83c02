package polyclinic.local.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The numbers that a condition admits for a field: {@code {$gt: 3, $lte: 9}}. */
record NumberRange(
        @Nullable Double above,
        @Nullable Double from,
        @Nullable Double below,
        @Nullable Double to) {
    static final NumberRange ALL = new NumberRange(null, null, null, null);

    /** Null when the condition is of another kind. */
    static @Nullable NumberRange of(@Nullable Object condition) {
        if (!(condition instanceof Document document) || document.isEmpty()) return null;
        NumberRange range = ALL;
        for (Map.Entry<String, Object> one : document.entrySet()) {
            if (!(one.getValue() instanceof Number number)) return null;
            double bound = number.doubleValue();
            switch (one.getKey()) {
                case "$gt" -> range = new NumberRange(bound, range.from, range.below, range.to);
                case "$gte" -> range = new NumberRange(range.above, bound, range.below, range.to);
                case "$lt" -> range = new NumberRange(range.above, range.from, bound, range.to);
                case "$lte" -> range = new NumberRange(range.above, range.from, range.below, bound);
                default -> {
                    return null;
                }
            }
        }
        return range;
    }

    /** Whether the document with this number, or with no number that could be read, has to be looked at. */
    boolean mayHold(@Nullable Double number) {
        return number == null
                || (above == null || number > above)
                        && (from == null || number >= from)
                        && (below == null || number < below)
                        && (to == null || number <= to);
    }
}
