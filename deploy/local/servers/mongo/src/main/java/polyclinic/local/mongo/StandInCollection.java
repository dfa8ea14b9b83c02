package polyclinic.local.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A collection whose answers stay as they are when somebody changes a document afterwards, that finds alternatives by their indexes, and
 * the distinct values of a field without having all of its documents in memory at once.
 */
final class StandInCollection extends H2Collection {
    private final MVMap<Object, Document> documents;

    StandInCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            MVMap<Object, Document> documents,
            MVMap<String, Object> meta,
            CursorRegistry cursors) {
        super(database, name, options, documents, meta, cursors);
        this.documents = documents;
    }

    /** To be called before anybody asks. */
    void makeLookups() {
        LookupPositions.makeOfMany(
                documents,
                getIndexes().stream()
                        .filter(LookupIndex.class::isInstance)
                        .map(index -> ((LookupIndex) index).positions())
                        .toList());
    }

    /**
     * Copies: the library changes what it has found in place, while other connections may still be writing their answers with it, which
     * ends them in the middle.
     */
    @Override
    protected QueryResult queryDocuments(
            Document query, @Nullable Document order, int skip, int limit, int batch, @Nullable Document fields) {
        QueryResult found = find(query, order, skip, limit, batch, fields);
        Iterable<Document> copies = () -> StreamSupport.stream(found.spliterator(), false)
                .map(Document::cloneDeeply)
                .iterator();
        return new QueryResult(copies, found.getCursorId());
    }

    private QueryResult find(
            Document query, @Nullable Document order, int skip, int limit, int batch, @Nullable Document fields) {
        Set<Object> positions = QueryAlternatives.positions(query, getIndexes());
        if (positions != null) return matchDocuments(query, positions, order, skip, limit, batch, fields);
        List<Object> ordered = limit > 0 && order != null ? inOrder(query, order) : null;
        return ordered == null
                ? super.queryDocuments(query, order, skip, limit, batch, fields)
                : matchDocumentsFromStream(
                        ordered.stream().map(this::getDocument), query, null, skip, limit, batch, fields);
    }

    /** Who asks for the last document of many has it without the others being read. */
    private @Nullable List<Object> inOrder(Document query, Document order) {
        for (Index<Object> index : getIndexes()) {
            List<Object> ordered = index instanceof UniqueIndex unique ? unique.inOrder(query, order) : null;
            if (ordered != null) return ordered;
        }
        return null;
    }

    /** By the keys of an index where they tell: to read a few hundred thousand documents for their number holds up all others. */
    @Override
    public synchronized int count(@Nullable Document query, int skip, int limit) {
        if (query != null && skip <= 0 && limit <= 0)
            for (Index<Object> index : getIndexes()) {
                Integer counted = index instanceof UniqueIndex unique ? unique.count(query) : null;
                if (counted != null) return counted;
            }
        return super.count(query, skip, limit);
    }

    @Override
    public synchronized Document handleDistinct(Document query) {
        boolean all = !(query.get("query") instanceof Document filter) || filter.isEmpty();
        if (!all) return super.handleDistinct(query);
        Set<Object> values = new TreeSet<>(ValueComparator.ascWithoutListHandling());
        for (Document document : oneOfEach((String) query.get("key"))) {
            Object value = Utils.getSubdocumentValueCollectionAware(document, (String) query.get("key"));
            if (value instanceof Missing) continue;
            if (value instanceof Collection<?> several) values.addAll(several);
            else values.add(value);
        }
        Document answer = new Document("values", new ArrayList<>(values));
        Utils.markOkay(answer);
        return answer;
    }

    /** Documents that have all values of the field: by an index few, else all. Who reads a large collection through holds up all others. */
    private Iterable<Document> oneOfEach(@Nullable String field) {
        for (Index<Object> index : getIndexes())
            if (field != null && index instanceof UniqueIndex unique) {
                List<Object> positions = unique.onePerValue(field);
                if (positions != null)
                    return positions.stream().map(this::getDocument).toList();
            }
        return documents.values();
    }
}
