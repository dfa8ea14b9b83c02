package polyclinic.local.mongo;

import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVMap;

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
        Document demanded = Demands.of(query, keys());
        return super.canHandle(demanded) && demanded.values().stream().noneMatch(UniqueIndex::isPattern);
    }

    private static boolean isPattern(Object demanded) {
        return BsonRegularExpression.isRegularExpression(demanded);
    }

    /** Candidates: the collection checks the whole query on each of them. */
    @Override
    public synchronized Iterable<Object> getPositions(Document query) {
        return super.getPositions(Demands.of(query, keys()));
    }

    @Override
    protected Object removeDocument(KeyValue key) {
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
    protected Object getPosition(KeyValue key) {
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
