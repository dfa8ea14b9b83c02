package polyclinic.local.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** Where the documents with a value of the index's first field are. The library ignores indexes that are not unique. */
final class LookupIndex extends Index<Object> {
    private final String field;
    private final MVMap<Object, Document> documents;
    private final LookupPositions positions;

    /**
     * Sparse, as the library calls an index that need not know every document's position.
     *
     * @param fullName unique in the file
     * @param asked which look-ups of the file were asked for
     */
    LookupIndex(
            String name,
            List<IndexKey> keys,
            MVMap<Object, Document> documents,
            String fullName,
            Map<String, Boolean> asked) {
        super(name, keys.subList(0, 1), true);
        this.field = keys.get(0).getKey();
        this.documents = documents;
        this.positions = new LookupPositions(documents, this::getKeyValues, fullName, asked);
    }

    LookupPositions positions() {
        return positions;
    }

    @Override
    public boolean canHandle(Document query) {
        Object required = QueryConditions.of(query, keys()).get(field);
        return QueryConditions.isValue(required) || !valuesIn(required).isEmpty();
    }

    /** Candidates: the collection checks the whole query on each of them. */
    @Override
    public Iterable<Object> getPositions(Document query) {
        Object required = QueryConditions.of(query, keys()).get(field);
        return positions.of(QueryConditions.isValue(required) ? List.of(required) : valuesIn(required));
    }

    /** Those of {@code {$in: […]}}; empty when it is anything else. */
    private static Collection<?> valuesIn(@Nullable Object required) {
        if (required instanceof Document condition
                && condition.keySet().equals(Set.of("$in"))
                && condition.get("$in") instanceof Collection<?> values
                && values.stream().allMatch(QueryConditions::isValue)) return values;
        return List.of();
    }

    @Override
    public void add(Document document, Object position, MongoCollection<Object> collection) {
        positions.put(document, position);
    }

    /** Null: it does not know a document's one position. */
    @Override
    public @Nullable Object remove(Document document) {
        positions.remove(document, document.getOrMissing("_id"));
        return null;
    }

    @Override
    public void updateInPlace(Document before, Document after, Object position, MongoCollection<Object> collection) {
        if (nullAwareEqualsKeys(before, after)) return;
        positions.remove(before, position);
        positions.put(after, position);
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
    public void drop() {
        positions.drop();
    }
}
