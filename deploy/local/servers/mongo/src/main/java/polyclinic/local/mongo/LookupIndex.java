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
import org.jspecify.annotations.Nullable;

/**
 * Where the documents with a value of the index's first field are. The library ignores indexes that are not unique; this one
 * is kept in memory and made when a query can use it for the first time, so that a start and a write cost nothing for
 * an index that is not used.
 */
final class LookupIndex extends Index<Object> {
    private final String field;
    private final MVMap<Object, Document> documents;
    private @Nullable Map<KeyValue, Set<Object>> positions;

    /** Sparse, as the library calls an index that need not know every document's position. */
    LookupIndex(String name, List<IndexKey> keys, MVMap<Object, Document> documents) {
        super(name, keys.subList(0, 1), true);
        this.field = keys.get(0).getKey();
        this.documents = documents;
    }

    @Override
    public boolean canHandle(Document query) {
        Object required = QueryConditions.of(query, keys()).get(field);
        return QueryConditions.isValue(required) || !valuesIn(required).isEmpty();
    }

    /** Candidates: the collection checks the whole query on each of them. */
    @Override
    public synchronized Iterable<Object> getPositions(Document query) {
        Map<KeyValue, Set<Object>> built = positions == null ? build() : positions;
        Object required = QueryConditions.of(query, keys()).get(field);
        Set<Object> found = new LinkedHashSet<>();
        for (Object value : QueryConditions.isValue(required) ? List.of(required) : valuesIn(required))
            found.addAll(built.getOrDefault(new KeyValue(value).normalized(), Set.of()));
        return found;
    }

    private Map<KeyValue, Set<Object>> build() {
        Map<KeyValue, Set<Object>> built = new HashMap<>();
        documents.forEach((position, document) -> put(built, document, position));
        positions = built;
        return built;
    }

    /** Those of {@code {$in: […]}}; empty when it is anything else. */
    private static Collection<?> valuesIn(@Nullable Object required) {
        if (required instanceof Document condition
                && condition.keySet().equals(Set.of("$in"))
                && condition.get("$in") instanceof Collection<?> values
                && values.stream().allMatch(QueryConditions::isValue)) return values;
        return List.of();
    }

    private void put(Map<KeyValue, Set<Object>> positions, Document document, Object position) {
        for (KeyValue key : getKeyValues(document))
            positions.computeIfAbsent(key, first -> new LinkedHashSet<>(1)).add(position);
    }

    private void take(Map<KeyValue, Set<Object>> positions, Document document, Object position) {
        for (KeyValue key : getKeyValues(document))
            positions.computeIfPresent(key, (same, those) -> those.remove(position) && those.isEmpty() ? null : those);
    }

    @Override
    public synchronized void add(Document document, Object position, MongoCollection<Object> collection) {
        if (positions != null) put(positions, document, position);
    }

    /** Null: it does not know a document's one position. */
    @Override
    public synchronized @Nullable Object remove(Document document) {
        if (positions != null) take(positions, document, document.getOrMissing("_id"));
        return null;
    }

    @Override
    public synchronized void updateInPlace(
            Document before, Document after, Object position, MongoCollection<Object> collection) {
        if (positions == null || nullAwareEqualsKeys(before, after)) return;
        take(positions, before, position);
        put(positions, after, position);
    }

    @Override
    public @Nullable Object getPosition(Document document) {
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

    /** Otherwise the library would fill it at once. */
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
