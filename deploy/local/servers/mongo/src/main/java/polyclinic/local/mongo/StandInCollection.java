package polyclinic.local.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A collection whose answers stay as they are when somebody changes a document afterwards, and that finds the distinct values of a field
 * without having all of its documents in memory at once.
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

    /**
     * Copies: the library changes what it has found in place, while other connections may still be writing their answers with it, which
     * ends them in the middle.
     */
    @Override
    protected QueryResult queryDocuments(
            Document query, @Nullable Document order, int skip, int limit, int batch, @Nullable Document fields) {
        QueryResult found = super.queryDocuments(query, order, skip, limit, batch, fields);
        Iterable<Document> copies = () -> StreamSupport.stream(found.spliterator(), false)
                .map(Document::cloneDeeply)
                .iterator();
        return new QueryResult(copies, found.getCursorId());
    }

    @Override
    public synchronized Document handleDistinct(Document query) {
        boolean all = !(query.get("query") instanceof Document filter) || filter.isEmpty();
        if (!all) return super.handleDistinct(query);
        Set<Object> values = new TreeSet<>(ValueComparator.ascWithoutListHandling());
        for (Document document : documents.values()) {
            Object value = Utils.getSubdocumentValueCollectionAware(document, (String) query.get("key"));
            if (value instanceof Missing) continue;
            if (value instanceof Collection<?> several) values.addAll(several);
            else values.add(value);
        }
        Document answer = new Document("values", new ArrayList<>(values));
        Utils.markOkay(answer);
        return answer;
    }
}
