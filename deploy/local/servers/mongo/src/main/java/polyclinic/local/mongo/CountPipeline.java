package polyclinic.local.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The aggregation that drivers make of {@code countDocuments}. The library runs it over the whole collection in memory,
 * whatever is counted; a query is narrowed by an index.
 */
final class CountPipeline {
    private static final Document GROUP =
            new Document("$group", new Document("_id", 1).append("n", new Document("$sum", 1)));

    private CountPipeline() {}

    /** The filter of the documents to count; null when the command is of another kind. */
    static @Nullable Document filter(Document command) {
        if (!(command.get("aggregate") instanceof String)
                || !(command.get("pipeline") instanceof List<?> stages)
                || stages.size() != 2) return null;
        boolean counts = stages.get(1).equals(GROUP)
                && stages.get(0) instanceof Document match
                && match.keySet().equals(Set.of("$match"))
                && match.get("$match") instanceof Document;
        return counts ? (Document) ((Document) stages.get(0)).get("$match") : null;
    }

    static Document answer(
            String database, String name, @Nullable MongoCollection<Object> collection, Document filter) {
        int counted = collection == null ? 0 : collection.count(filter, 0, 0);
        List<Document> batch = counted == 0 ? List.of() : List.of(new Document("_id", 1).append("n", counted));
        return new Document(
                        "cursor",
                        new Document("id", 0L)
                                .append("ns", database + "." + name)
                                .append("firstBatch", batch))
                .append("ok", 1.0);
    }
}
