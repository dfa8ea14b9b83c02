package polyclinic.notes.webhooks.ledger;

import com.mongodb.client.model.Filters;
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
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.problem.Problem;
import polyclinic.notes.store.OneDocument;

/** Keeps webhooks. They are the installation's, and administrators alone come here, so they have no scope. */
@ApplicationScoped
public class Webhooks implements ReactivePanacheMongoRepositoryBase<Webhook, UUID> {
    static final String COLLECTION = "webhooks";

    /** Each event is looked at for each of them. */
    static final int MAX = 50;

    private static final String DELETED = "deletedAt";
    private static final String FAILING = "failingSince";
    private static final String DISABLED = "disabledAt";
    private static final String REASON = "disabledReason";
    private static final String VERSION = "version";
    private static final Bson KEPT = Filters.exists(DELETED, false);

    /** All that are not deleted, by age. */
    public Uni<List<Webhook>> all() {
        return mongoCollection()
                .find(
                        KEPT,
                        new FindOptions()
                                .projection(OutboxDocument.WITHOUT_PLUMBING)
                                .sort(new Document("_id", 1))
                                .limit(2 * MAX))
                .collect()
                .asList();
    }

    /** Fails with 404 when there is none. */
    public Uni<Webhook> require(UUID id) {
        return OneDocument.require(mongoCollection(), of(id), "webhook");
    }

    /** Fails with 409 when there are as many as there may be. Two at once may both be the last one: nothing depends on it. */
    public Uni<Void> requireRoom() {
        return mongoCollection().countDocuments(KEPT).map(count -> {
            if (count >= MAX)
                throw new Problem(409, "too-many-webhooks", "There are " + MAX + " webhooks, the most at once.");
            return null;
        });
    }

    public Uni<Void> add(Webhook webhook, List<Document> receipts, List<Document> messages) {
        webhook.carry(messages, receipts);
        return persist(webhook).replaceWithVoid();
    }

    /** Deletes it, its messages in the same write; of two at once one does. */
    public Uni<Void> delete(UUID id, Instant now, List<Document> messages) {
        return mongoCollection()
                .updateOne(
                        of(id),
                        Updates.combine(
                                Updates.set(DELETED, now),
                                Updates.unset("secret"),
                                Updates.inc(VERSION, 1L),
                                Updates.set(MongoOutbox.PENDING, true),
                                Updates.pushEach(MongoOutbox.FIELD, messages)))
                .replaceWithVoid();
    }

    /** A delivery has failed: from now on it is failing, unless it was so already. */
    public Uni<Void> fails(UUID id, Instant now) {
        return mongoCollection()
                .updateOne(
                        Filters.and(of(id), Filters.exists(FAILING, false)),
                        Updates.combine(Updates.set(FAILING, now), Updates.inc(VERSION, 1L)))
                .replaceWithVoid();
    }

    /** A delivery has succeeded: whatever was wrong is so no more. */
    public Uni<Void> works(UUID id) {
        return mongoCollection()
                .updateOne(
                        Filters.and(of(id), Filters.or(Filters.exists(FAILING), Filters.exists(DISABLED))),
                        Updates.combine(
                                Updates.unset(FAILING),
                                Updates.unset(DISABLED),
                                Updates.unset(REASON),
                                Updates.inc(VERSION, 1L)))
                .replaceWithVoid();
    }

    /** Ends deliveries, the messages in the same write; of two replicas that find so at once one does. */
    public Uni<Void> disable(UUID id, DisabledReason reason, Instant now, List<Document> messages) {
        return mongoCollection()
                .updateOne(
                        Filters.and(of(id), Filters.exists(DISABLED, false)),
                        Updates.combine(
                                Updates.set(DISABLED, now),
                                Updates.set(REASON, reason.name()),
                                Updates.inc(VERSION, 1L),
                                Updates.set(MongoOutbox.PENDING, true),
                                Updates.pushEach(MongoOutbox.FIELD, messages)))
                .replaceWithVoid();
    }

    /** What was deleted before, once its messages are sent. */
    public Uni<Void> forgetDeleted(Instant before) {
        return mongoCollection()
                .deleteMany(Filters.and(Filters.lt(DELETED, before), Filters.exists(MongoOutbox.PENDING, false)))
                .replaceWithVoid();
    }

    private static Bson of(UUID id) {
        return Filters.and(Filters.eq("_id", id), KEPT);
    }
}
