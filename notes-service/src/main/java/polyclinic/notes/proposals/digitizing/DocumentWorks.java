package polyclinic.notes.proposals.digitizing;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.mongo.OutboxDocument;

/** Which documents are to be looked through: one line for each, whatever is told of it twice. */
@ApplicationScoped
class DocumentWorks implements ReactivePanacheMongoRepositoryBase<DocumentWork, UUID> {
    static final String COLLECTION = "document_works";

    private static final String NEXT = "nextAttemptAt";

    /** Has a document looked through, unless it was. */
    Uni<Void> add(UUID documentId, UUID patientId, Instant now) {
        return mongoCollection()
                .updateOne(
                        Filters.eq("_id", documentId),
                        Updates.combine(
                                Updates.setOnInsert("patientId", patientId),
                                Updates.setOnInsert("addedAt", now),
                                Updates.setOnInsert("attempts", 0),
                                Updates.setOnInsert(NEXT, now)),
                        new UpdateOptions().upsert(true))
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Takes the one that has waited for the longest time; null when none is due. */
    Uni<@Nullable DocumentWork> claim(Instant now, Instant until) {
        return mongoCollection()
                .findOneAndUpdate(
                        Filters.lte(NEXT, now),
                        Updates.combine(Updates.set(NEXT, until), Updates.inc("attempts", 1)),
                        new FindOneAndUpdateOptions()
                                .sort(Sorts.ascending(NEXT))
                                .projection(OutboxDocument.WITHOUT_PLUMBING)
                                .returnDocument(ReturnDocument.AFTER));
    }

    /** As many of those that are not done. */
    Uni<List<DocumentWork>> waiting(int limit) {
        return mongoCollection()
                .find(
                        Filters.exists(NEXT),
                        new FindOptions()
                                .sort(Sorts.ascending(NEXT))
                                .limit(limit)
                                .projection(OutboxDocument.WITHOUT_PLUMBING))
                .collect()
                .asList();
    }

    /** Nothing is left to do; whoever has taken longer than their claim tells nothing, and learns it. */
    Uni<Boolean> done(DocumentWork claimed, List<Document> messages) {
        return mongoCollection()
                .updateOne(
                        claim(claimed),
                        Updates.combine(
                                Updates.unset(NEXT),
                                Updates.set(MongoOutbox.PENDING, true),
                                Updates.pushEach(MongoOutbox.FIELD, messages)))
                .map(result -> result.getModifiedCount() > 0);
    }

    /** Has it tried again, or with null never; whether the claim still was one. */
    Uni<Boolean> delayed(DocumentWork claimed, @Nullable Instant next) {
        return mongoCollection()
                .updateOne(claim(claimed), next == null ? Updates.unset(NEXT) : Updates.set(NEXT, next))
                .map(result -> result.getModifiedCount() > 0);
    }

    private static Bson claim(DocumentWork claimed) {
        return Filters.and(Filters.eq("_id", claimed.id()), Filters.eq(NEXT, claimed.nextAttemptAt()));
    }
}
