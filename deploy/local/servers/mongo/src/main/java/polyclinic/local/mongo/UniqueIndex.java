package polyclinic.local.mongo;

import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
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
        String last = fields.get(fields.size() - 1);
        return fields.size() > 1
                && !isSparse()
                && fields.subList(0, fields.size() - 1).stream()
                        .allMatch(field -> QueryConditions.isValue(required.get(field)))
                && (!required.containsKey(last) || NumberRange.of(required.get(last)) != null);
    }

    private Set<Object> range(Document required) {
        List<String> fields = keys();
        String last = fields.get(fields.size() - 1);
        NumberRange bounds = NumberRange.of(required.get(last));
        String begin = KeyText.of(new KeyValue(fields.subList(0, fields.size() - 1).stream()
                        .map(required::get)
                        .toList())
                .normalized());
        Set<Object> found = new LinkedHashSet<>();
        Cursor<String, Object> cursor = positions.cursor(begin);
        while (cursor.hasNext()) {
            String key = cursor.next();
            if (!key.startsWith(begin)) break;
            if (bounds == null || bounds.mayHold(KeyText.number(key, begin.length()))) found.add(cursor.getValue());
        }
        return found;
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
