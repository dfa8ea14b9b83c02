package polyclinic.commons.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.Function;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.IdempotencyKey;

/**
 * A POST takes effect exactly once: its receipt is part of the document that it creates or changes. Of equal requests at the
 * same time one gets the key's claim (a document whose id is the key) and works; the others wait for its receipt and give
 * the same answer. A claim runs out, so that a killed request does not block its repetition; should the first one be only
 * slow, the unique index on the receipts' keys refuses the second effect.
 */
@ApplicationScoped
public class MongoIdempotency {
    private static final Duration WAIT_LIMIT = Duration.ofSeconds(10);
    private static final long RETRY_DELAY_MS = 50;

    private final CurrentCaller caller;
    private final ReactiveMongoClient mongo;
    private final ReactiveMongoCollection<Document> claims;
    private final Clock clock;
    private final Vertx vertx;
    private final Duration claimLength;

    /** @param claimLength longer than any request takes; a killed one blocks its repetition for so long */
    MongoIdempotency(
            CurrentCaller caller,
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            @ConfigProperty(name = "polyclinic.idempotency.claim", defaultValue = "30S") Duration claimLength,
            Clock clock,
            Vertx vertx) {
        this.caller = caller;
        this.mongo = mongo;
        this.claims = mongo.getDatabase(database).getCollection("claims");
        this.clock = clock;
        this.vertx = vertx;
        this.claimLength = claimLength;
    }

    /** The index that finds a receipt and lets no second one be; create it at start. */
    public static Uni<String> index(ReactiveMongoCollection<?> collection) {
        return collection.createIndex(
                Indexes.ascending(IdempotencyReceipts.KEYS),
                new IndexOptions().name("receipt_keys").unique(true).sparse(true));
    }

    /** Runs {@code work}, once for the request's {@code Idempotency-Key} if it has one. */
    public <T> Uni<Answer<T>> once(
            Object request, ReactiveMongoCollection<?> collection, Function<IdempotencyReceipts, Uni<Answer<T>>> work) {
        IdempotencyKey key = IdempotencyKey.of(caller, request);
        if (key == null) return work.apply(new IdempotencyReceipts(null));
        return once(key, collection, work, clock.instant().plus(WAIT_LIMIT));
    }

    private <T> Uni<Answer<T>> once(
            IdempotencyKey key,
            ReactiveMongoCollection<?> collection,
            Function<IdempotencyReceipts, Uni<Answer<T>>> work,
            Instant patience) {
        return this.<T>replay(key, collection).onItem().ifNull().switchTo(() -> claim(key)
                .chain(mine -> {
                    if (mine) return claimed(key, collection, work);
                    if (clock.instant().isAfter(patience))
                        throw new Problem(409, "request-in-progress", "The same request is still running.");
                    return pause().chain(() -> once(key, collection, work, patience));
                }));
    }

    /** Whoever had the claim before may have finished meanwhile, so its receipt is looked for once more. */
    private <T> Uni<Answer<T>> claimed(
            IdempotencyKey key,
            ReactiveMongoCollection<?> collection,
            Function<IdempotencyReceipts, Uni<Answer<T>>> work) {
        return this.<T>replay(key, collection)
                .onItem()
                .ifNull()
                .switchTo(() -> work.apply(new IdempotencyReceipts(key))
                        .onFailure(MongoFailures::isDuplicateKey)
                        .recoverWithUni(refused -> this.<T>replay(key, collection)
                                .onItem()
                                .ifNull()
                                .failWith(refused)))
                .eventually(() -> claims.deleteOne(Filters.eq("_id", IdempotencyReceipts.id(key)))
                        .onFailure()
                        .recoverWithNull());
    }

    private Uni<Boolean> claim(IdempotencyKey key) {
        Date now = Date.from(clock.instant());
        Date until = Date.from(clock.instant().plus(claimLength));
        return claims.insertOne(new Document("_id", IdempotencyReceipts.id(key)).append("until", until))
                .replaceWith(true)
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithUni(() -> claims.updateOne(
                                Filters.and(Filters.eq("_id", IdempotencyReceipts.id(key)), Filters.lte("until", now)),
                                Updates.set("until", until))
                        .map(result -> result.getModifiedCount() == 1));
    }

    /** Waits and comes back to the request's own context. */
    private Uni<Void> pause() {
        Context context = vertx.getOrCreateContext();
        return Uni.createFrom()
                .emitter(emitter ->
                        vertx.setTimer(RETRY_DELAY_MS, due -> context.runOnContext(back -> emitter.complete(null))));
    }

    /** A receipt that only a minority has may vanish: it is no answer yet. */
    private <T> Uni<Answer<T>> replay(IdempotencyKey key, ReactiveMongoCollection<?> collection) {
        return MajorityReads.find(
                        mongo,
                        collection.getNamespace(),
                        Filters.eq(IdempotencyReceipts.KEYS, IdempotencyReceipts.id(key)),
                        Projections.include(IdempotencyReceipts.FIELD),
                        1)
                .map(found -> found.isEmpty() ? null : answer(key, found.get(0)));
    }

    private static <T> Answer<T> answer(IdempotencyKey key, Document found) {
        Document receipt = found.getList(IdempotencyReceipts.FIELD, Document.class).stream()
                .filter(candidate -> IdempotencyReceipts.id(key).equals(candidate.getString("key")))
                .findFirst()
                .orElseThrow();
        key.check(receipt.getString("hash"));
        return Answer.replayed(
                receipt.getInteger("status"),
                receipt.getString("location"),
                receipt.getString("etag"),
                receipt.getString("body"));
    }
}
