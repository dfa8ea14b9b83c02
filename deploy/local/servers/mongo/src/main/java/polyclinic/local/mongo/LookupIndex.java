package polyclinic.local.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.h2.mvstore.MVMap;

/**
 * Where the documents with a value of the index's first field are. The library ignores indexes that are not unique; this one
 * is kept in memory and made when a query can use it for the first time, so that a start and a write cost nothing for
 * indexes that nobody asks.
 */
final class LookupIndex extends Index<Object> {
    private final String field;
    private final MVMap<Object, Document> documents;
    private Map<KeyValue, Set<Object>> positions;

    /** Sparse, as the library calls an index that need not know every document's position. */
    LookupIndex(String name, List<IndexKey> keys, MVMap<Object, Document> documents) {
        super(name, keys.subList(0, 1), true);
        this.field = keys.get(0).getKey();
        this.documents = documents;
    }

    @Override
    public boolean canHandle(Document query) {
        Object demanded = Demands.of(query, keys()).get(field);
        return Demands.isValue(demanded) || !valuesIn(demanded).isEmpty();
    }

    /** Candidates: the collection checks the whole query on each of them. */
    @Override
    public synchronized Iterable<Object> getPositions(Document query) {
        if (positions == null) build();
        Object demanded = Demands.of(query, keys()).get(field);
        Set<Object> found = new LinkedHashSet<>();
        for (Object value : Demands.isValue(demanded) ? List.of(demanded) : valuesIn(demanded))
            found.addAll(positions.getOrDefault(new KeyValue(value).normalized(), Set.of()));
        return found;
    }

    private void build() {
        positions = new HashMap<>();
        documents.forEach((position, document) -> put(document, position));
    }

    /** Those of {@code {$in: […]}}; empty when it is anything else. */
    private static Collection<?> valuesIn(Object demanded) {
        boolean in = demanded instanceof Document condition
                && condition.keySet().equals(Set.of("$in"))
                && condition.get("$in") instanceof Collection<?> values
                && values.stream().allMatch(Demands::isValue);
        return in ? (Collection<?>) ((Document) demanded).get("$in") : List.of();
    }

    private void put(Document document, Object position) {
        for (KeyValue key : getKeyValues(document))
            positions.computeIfAbsent(key, first -> new LinkedHashSet<>(1)).add(position);
    }

    private void take(Document document, Object position) {
        for (KeyValue key : getKeyValues(document))
            positions.computeIfPresent(key, (same, those) -> those.remove(position) && those.isEmpty() ? null : those);
    }

    @Override
    public synchronized void add(Document document, Object position, MongoCollection<Object> collection) {
        if (positions != null) put(document, position);
    }

    /** Null: it does not know a document's one position. */
    @Override
    public synchronized Object remove(Document document) {
        if (positions != null) take(document, document.get("_id"));
        return null;
    }

    @Override
    public synchronized void updateInPlace(
            Document before, Document after, Object position, MongoCollection<Object> collection) {
        if (positions == null || nullAwareEqualsKeys(before, after)) return;
        take(before, position);
        put(after, position);
    }

    @Override
    public Object getPosition(Document document) {
        return null;
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Object> collection) {}

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Object> collection) {}

    @Override
    public long getCount() {
        return documents.sizeAsLong();
    }

    /** So that nobody fills it before it is asked. */
    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public long getDataSize() {
        return 0;
    }

    @Override
    public synchronized void drop() {
        positions = null;
    }
}
