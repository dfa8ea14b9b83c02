package polyclinic.notes.webhooks.ledger;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.PushOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.mongo.IdempotencyReceipts;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.PageKey;
import polyclinic.notes.store.ListConditions;

/** The ledger of deliveries. */
@ApplicationScoped
public class WebhookDeliveries implements ReactivePanacheMongoRepositoryBase<WebhookDelivery, UUID> {
    static final String COLLECTION = "webhook_deliveries";

    private static final int KEPT_ATTEMPTS = 20;
    private static final int PORTION = 500;
    private static final String WEBHOOK = "webhookId";
    private static final String STATUS = "status";
    private static final String NEXT = "nextAttemptAt";
    private static final String TRIES = "tries";
    private static final String ASKED = "asked";
    private static final String CREATED = "createdAt";

    /** Adds those that are not there yet. */
    public Uni<Void> add(List<WebhookDelivery> deliveries) {
        if (deliveries.isEmpty()) return Uni.createFrom().voidItem();
        return mongoCollection()
                .insertMany(deliveries, new InsertManyOptions().ordered(false))
                .replaceWithVoid()
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithNull();
    }

    /**
     * Takes the one of a webhook that has been due for the longest time: no other replica tries it before {@code until}.
     *
     * @param askedAlone whether only those are tried that somebody asked for
     * @return null when none is due
     */
    public Uni<@Nullable WebhookDelivery> claim(UUID webhookId, boolean askedAlone, Instant now, Instant until) {
        List<Bson> conditions = new ArrayList<>(List.of(
                Filters.eq(WEBHOOK, webhookId),
                Filters.eq(STATUS, DeliveryStatus.PENDING.name()),
                Filters.lte(NEXT, now)));
        if (askedAlone) conditions.add(Filters.eq(ASKED, true));
        return mongoCollection()
                .findOneAndUpdate(
                        Filters.and(conditions),
                        Updates.set(NEXT, until),
                        new FindOneAndUpdateOptions()
                                .sort(Sorts.ascending(NEXT))
                                .projection(OutboxDocument.WITHOUT_PLUMBING)
                                .returnDocument(ReturnDocument.AFTER));
    }

    /**
     * Enters what came of an attempt. Whoever has taken longer than their claim changes nothing.
     *
     * @param claimed as {@link #claim} returned it
     * @param next when it is tried again, or null for never
     */
    public Uni<Void> attempted(
            WebhookDelivery claimed, DeliveryAttempt attempt, DeliveryStatus status, @Nullable Instant next) {
        return mongoCollection()
                .updateOne(
                        Filters.and(Filters.eq("_id", claimed.id()), Filters.eq(NEXT, claimed.nextAttemptAt())),
                        Updates.combine(
                                Updates.set(STATUS, status.name()),
                                Updates.inc(TRIES, 1),
                                Updates.set(ASKED, false),
                                next == null ? Updates.unset(NEXT) : Updates.set(NEXT, next),
                                Updates.pushEach(
                                        "attempts", List.of(attempt), new PushOptions().slice(-KEPT_ATTEMPTS))))
                .replaceWithVoid();
    }

    /** Has it tried from the beginning, whatever came of it so far, its messages and receipt in the same write. */
    public Uni<WebhookDelivery> askAgain(UUID id, Instant now, List<Document> receipts, List<Document> messages) {
        List<Bson> changes = new ArrayList<>(List.of(
                Updates.set(STATUS, DeliveryStatus.PENDING.name()),
                Updates.set(TRIES, 0),
                Updates.set(ASKED, true),
                Updates.set(NEXT, now),
                Updates.set(MongoOutbox.PENDING, true),
                Updates.pushEach(MongoOutbox.FIELD, messages)));
        List<String> keys = IdempotencyReceipts.keys(receipts);
        if (keys != null) {
            changes.add(Updates.pushEach(IdempotencyReceipts.FIELD, receipts));
            changes.add(Updates.pushEach(IdempotencyReceipts.KEYS, keys));
        }
        return mongoCollection()
                .findOneAndUpdate(
                        Filters.and(Filters.eq("_id", id), IdempotencyReceipts.absent(receipts)),
                        Updates.combine(changes),
                        new FindOneAndUpdateOptions()
                                .projection(OutboxDocument.WITHOUT_PLUMBING)
                                .returnDocument(ReturnDocument.AFTER))
                .onItem()
                .ifNull()
                .failWith(WebhookDeliveries::unknown);
    }

    /** Fails with 404 when the webhook has no such delivery. */
    public Uni<WebhookDelivery> require(UUID webhookId, UUID id) {
        return mongoCollection()
                .find(
                        Filters.and(Filters.eq("_id", id), Filters.eq(WEBHOOK, webhookId)),
                        new FindOptions().projection(OutboxDocument.WITHOUT_PLUMBING))
                .collect()
                .first()
                .onItem()
                .ifNull()
                .failWith(WebhookDeliveries::unknown);
    }

    /** Latest first, one more than the limit. */
    public Multi<WebhookDelivery> list(
            UUID webhookId, @Nullable DeliveryStatus status, @Nullable PageKey after, int limit) {
        List<Bson> conditions = new ArrayList<>(List.of(Filters.eq(WEBHOOK, webhookId)));
        if (status != null) conditions.add(Filters.eq(STATUS, status.name()));
        if (after != null) conditions.add(ListConditions.olderThan(after, CREATED));
        return mongoCollection()
                .find(
                        Filters.and(conditions),
                        ListConditions.read(Sorts.descending(CREATED, "_id"), limit)
                                .projection(OutboxDocument.WITHOUT_PLUMBING));
    }

    /**
     * Deletes some of those that are older, once their messages are sent.
     *
     * @return whether there may be more
     */
    public Uni<Boolean> forget(Instant before) {
        return mongoCollection()
                .find(
                        Filters.and(Filters.lt(CREATED, before), Filters.exists(MongoOutbox.PENDING, false)),
                        new FindOptions().projection(Projections.include("_id")).limit(PORTION))
                .map(WebhookDelivery::id)
                .collect()
                .asList()
                .chain(old -> old.isEmpty()
                        ? Uni.createFrom().item(false)
                        : mongoCollection().deleteMany(Filters.in("_id", old)).replaceWith(old.size() == PORTION));
    }

    private static NotFound unknown() {
        return new NotFound("delivery");
    }
}
