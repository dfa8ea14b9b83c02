package polyclinic.local.mongo;

import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A unique index that also serves queries with further conditions ({@code _id} and a version, as every guarded update has).
 * The library's own serves only those that name its fields and nothing else, and reads the whole collection for others.
 */
final class UniqueIndex extends AbstractUniqueIndex<Object> {
    private final MVMap<String, Object> positions;

    UniqueIndex(MVMap<String, Object> positions, String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
        this.positions = positions;
    }

    @Override
    public synchronized boolean canHandle(Document query) {
        Document required = QueryConditions.of(query, keys());
        if (isRange(required)) return true;
        return super.canHandle(required) && required.values().stream().noneMatch(UniqueIndex::isPattern);
    }

    private static boolean isPattern(@Nullable Object required) {
        return BsonRegularExpression.isRegularExpression(required);
    }

    /** Candidates: the collection checks the whole query on each of them. */
    @Override
    public synchronized Iterable<Object> getPositions(Document query) {
        Document required = QueryConditions.of(query, keys());
        return isRange(required) ? range(required) : super.getPositions(required);
    }

    /** Values for all fields but the last, which may be anything or lies between bounds: {@code chain = 3 and seq > 7}. */
    private boolean isRange(Document required) {
        List<String> fields = keys();
        return fields.size() > 1
                && !isSparse()
                && fields.subList(0, fields.size() - 1).stream()
                        .allMatch(field -> QueryConditions.isValue(required.get(field)))
                && (!required.containsKey(last()) || NumberRange.of(required.get(last())) != null);
    }

    /** How many documents meet the query, by their keys alone; null when the keys do not tell. */
    synchronized @Nullable Integer count(Document query) {
        Document required = QueryConditions.whole(query, keys());
        Map<Object, Double> numbers = required == null ? null : numbers(required);
        return numbers == null ? null : numbers.size();
    }

    /**
     * Candidates in the order that is asked for, when that is the order of the last field among documents with the same values in all
     * others, and all of them have numbers there; else null.
     */
    synchronized @Nullable List<Object> inOrder(Document query, Document order) {
        if (!order.keySet().equals(Set.of(last())) || !(order.get(last()) instanceof Number direction)) return null;
        Document required = QueryConditions.of(query, keys());
        Map<Object, Double> numbers = numbers(required);
        if (numbers == null || numbers.containsValue(null)) return null;
        Comparator<Map.Entry<Object, Double>> ascending = Map.Entry.comparingByValue();
        return numbers.entrySet().stream()
                .sorted(direction.intValue() < 0 ? ascending.reversed() : ascending)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The candidates, each with its number in the last field or null; null when they are not known by their keys alone. */
    private @Nullable Map<Object, Double> numbers(Document required) {
        if (!isRange(required)) return null;
        NumberRange bounds = NumberRange.of(required.get(last()));
        String begin = begin(required);
        Map<Object, Double> found = new HashMap<>();
        Cursor<String, Object> cursor = positions.cursor(begin);
        while (cursor.hasNext()) {
            String key = cursor.next();
            if (!key.startsWith(begin)) break;
            Double number = KeyText.number(key, begin.length());
            if (bounds == null) found.put(cursor.getValue(), number);
            else if (number == null && !KeyText.isNoNumber(key, begin.length())) return null;
            else if (number != null && bounds.mayHold(number)) found.put(cursor.getValue(), number);
        }
        return found;
    }

    private Set<Object> range(Document required) {
        NumberRange bounds = NumberRange.of(required.get(last()));
        String begin = begin(required);
        Set<Object> found = new LinkedHashSet<>();
        Cursor<String, Object> cursor = positions.cursor(begin);
        while (cursor.hasNext()) {
            String key = cursor.next();
            if (!key.startsWith(begin)) break;
            if (bounds == null || bounds.mayHold(KeyText.number(key, begin.length()))) found.add(cursor.getValue());
        }
        return found;
    }

    private String last() {
        return keys().get(keys().size() - 1);
    }

    /** What the keys of all documents begin with that have the required values in all fields but the last. */
    private String begin(Document required) {
        List<String> fields = keys();
        return KeyText.of(new KeyValue(fields.subList(0, fields.size() - 1).stream()
                        .map(required::get)
                        .toList())
                .normalized());
    }

    /**
     * Where one document with each value of the field is, by leaps from value to value; null when that is not the first field of the
     * index, or not each document is in it.
     */
    synchronized @Nullable List<Object> onePerValue(String field) {
        if (isSparse() || !keys().get(0).equals(field)) return null;
        List<Object> found = new ArrayList<>();
        String key = positions.firstKey();
        while (key != null) {
            found.add(positions.get(key));
            key = positions.higherKey(KeyText.first(key) + Character.MAX_VALUE);
        }
        return found;
    }

    @Override
    protected @Nullable Object removeDocument(KeyValue key) {
        return positions.remove(KeyText.of(key));
    }

    @Override
    protected boolean putKeyPosition(KeyValue key, Object position) {
        return positions.putIfAbsent(KeyText.of(key), Missing.ofNullable(position)) == null;
    }

    /** Only patterns would be looked for among all keys. */
    @Override
    protected Iterable<Map.Entry<KeyValue, Object>> getIterable() {
        throw new UnsupportedOperationException();
    }

    @Override
    protected @Nullable Object getPosition(KeyValue key) {
        return positions.get(KeyText.of(key));
    }

    @Override
    public long getCount() {
        return positions.sizeAsLong();
    }

    @Override
    public boolean isEmpty() {
        return positions.isEmpty();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }
}
