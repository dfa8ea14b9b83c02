package polyclinic.notes.content;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import polyclinic.commons.mongo.IdempotencyReceipts;
import polyclinic.commons.mongo.MongoOutbox;

/** Documents that may have a mark that they were entered in error. */
public final class MarkedDocuments {
    public static final Bson MARKED = Filters.exists("enteredInError");
    public static final Bson VALID = Filters.exists("enteredInError", false);

    private MarkedDocuments() {}

    /**
     * Marks one that nothing else ever changes, its messages and receipt in the same write.
     *
     * @return the document with its mark; fails with {@link MarkedBefore} when it was marked meanwhile
     */
    public static <T> Uni<T> mark(
            ReactiveMongoCollection<T> collection,
            UUID id,
            EnteredInError mark,
            List<Document> receipts,
            List<Document> messages) {
        List<Bson> change = new ArrayList<>(List.of(
                Updates.set("enteredInError", mark),
                Updates.set(MongoOutbox.PENDING, true),
                Updates.pushEach(MongoOutbox.FIELD, messages)));
        List<String> keys = IdempotencyReceipts.keys(receipts);
        if (keys != null) {
            change.add(Updates.pushEach(IdempotencyReceipts.FIELD, receipts));
            change.add(Updates.pushEach(IdempotencyReceipts.KEYS, keys));
        }
        return collection
                .findOneAndUpdate(
                        Filters.and(Filters.eq("_id", id), VALID),
                        Updates.combine(change),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER))
                .onItem()
                .ifNull()
                .failWith(MarkedBefore::new);
    }

    /** Whether there is such a document of the patient without a mark. */
    public static <T> Uni<Boolean> holds(ReactiveMongoCollection<T> collection, UUID id, UUID patientId) {
        return collection
                .countDocuments(Filters.and(Filters.eq("_id", id), Filters.eq("patientId", patientId), VALID))
                .map(count -> count == 1);
    }
}
