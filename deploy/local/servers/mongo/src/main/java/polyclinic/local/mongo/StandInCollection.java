package polyclinic.local.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.h2.mvstore.MVMap;

/** A collection that finds the distinct values of a field without having all of its documents in memory at once. */
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
