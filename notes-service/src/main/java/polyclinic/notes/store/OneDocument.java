package polyclinic.notes.store;

import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import org.bson.conversions.Bson;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.problem.NotFound;

/** One document, as it is read to be shown or changed. */
public final class OneDocument {
    private OneDocument() {}

    /**
     * The document without its outbox and receipts.
     *
     * @param what it is called in the problem
     * @return fails with {@link NotFound} when there is none
     */
    public static <T> Uni<T> require(ReactiveMongoCollection<T> collection, Bson condition, String what) {
        return collection
                .find(condition, new FindOptions().projection(OutboxDocument.WITHOUT_PLUMBING))
                .collect()
                .first()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound(what));
    }
}
