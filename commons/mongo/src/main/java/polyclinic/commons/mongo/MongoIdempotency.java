package polyclinic.commons.mongo;

import com.mongodb.MongoNamespace;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import com.mongodb.client.result.UpdateResult;
import io.quarkus.logging.Log;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.IdempotencyKey;
import polyclinic.commons.web.StoredAnswer;

/**
 * A POST takes effect exactly once: its receipt is part of the document that it creates or changes. Of equal requests at the
 * same time one gets the key's claim (a document whose id is the key) and works; the others wait for its receipt and answer
 * with its status and location and the body as the caller may read it now. A claim runs out, so that a killed request does
 * not block its repetition; should the first one be only slow, the unique index on the receipts' keys refuses the second
 * effect.
 *
 * <p>A claim that has run out is kept for longer than any receipt: whoever makes the first one of a key knows that there is no receipt
 * anywhere, and need not look into each collection.
 */
@ApplicationScoped
public class MongoIdempotency {
    static final String CLAIMS = "claims";
    private static final Duration WAIT_LIMIT = Duration.ofSeconds(10);
    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(5);
    private static final long RETRY_DELAY_MS = 50;

    private final CurrentCaller caller;
    private final ReactiveMongoClient mongo;
    private final ReactiveMongoCollection<Document> claims;
    private final String database;
    private final List<String> collections;
    private final Clock clock;
    private final Vertx vertx;
    private final Duration claimLength;

    /** The claims of requests that are under way here: owner → key. */
    private final Map<UUID, String> underWay = new ConcurrentHashMap<>();

    /**
     * @param collections where requests leave receipts: those whose documents publish events
     * @param claimLength longer than any request takes; a killed one blocks its repetition for so long
     */
    MongoIdempotency(
            CurrentCaller caller,
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            @ConfigProperty(name = "polyclinic.outbox.collections", defaultValue = MongoOutboxRelay.OWN)
                    List<String> collections,
            @ConfigProperty(name = "polyclinic.idempotency.claim", defaultValue = "30S") Duration claimLength,
            Clock clock,
            Vertx vertx) {
        this.caller = caller;
        this.mongo = mongo;
        this.claims = mongo.getDatabase(database).getCollection(CLAIMS);
        this.database = database;
        this.collections = collections;
        this.clock = clock;
        this.vertx = vertx;
        this.claimLength = claimLength;
    }

    /**
     * Runs {@code work}, once for the request's {@code Idempotency-Key} if it has one.
     *
     * @param reread reads, for a repeated request, what the caller may see now of the first one's result, with its audit
     *     entry; fails with 404 when the caller's access has ended
     */
    public <T> Uni<Answer<T>> once(
            Object request,
            ReactiveMongoCollection<?> collection,
            Function<IdempotencyReceipts, Uni<Answer<T>>> work,
            Function<StoredAnswer, Uni<Answer<T>>> reread) {
        IdempotencyKey key = IdempotencyKey.of(caller, request);
        if (key == null) return work.apply(new IdempotencyReceipts(null));
        return once(
                new Attempt<>(key, collection, work, reread), clock.instant().plus(WAIT_LIMIT));
    }

    /**
     * Ids for the documents that the request at hand makes. With an {@code Idempotency-Key} its repetition has the same ones, so that
     * what a killed request has left is found and not made again.
     */
    public List<UUID> ids(Object request, int count) {
        IdempotencyKey key = IdempotencyKey.of(caller, request);
        return IntStream.range(0, count)
                .mapToObj(i ->
                        key == null ? Ids.next() : Ids.named(IdempotencyReceipts.id(key) + "|" + key.hash() + "|" + i))
                .toList();
    }

    /**
     * A replica that ends is cut off from what takes longer than the time it is given. The client's request is repeated at another one,
     * which begins at once instead of waiting until the claim runs out, and refusing before that.
     */
    public void release(@Observes ShutdownEvent event) {
        Date now = Date.from(clock.instant());
        List<Uni<UpdateResult>> releases = underWay.entrySet().stream()
                .map(claim -> runOut(claim.getValue(), claim.getKey(), now))
                .toList();
        if (releases.isEmpty()) return;
        try {
            Uni.join().all(releases).andCollectFailures().await().atMost(RELEASE_TIMEOUT);
        } catch (RuntimeException e) {
            Log.warnf("%d requests block their repetition until their claims run out: %s", releases.size(), e);
        }
    }

    private record Attempt<T>(
            IdempotencyKey key,
            ReactiveMongoCollection<?> collection,
            Function<IdempotencyReceipts, Uni<Answer<T>>> work,
            Function<StoredAnswer, Uni<Answer<T>>> reread) {
        String id() {
            return IdempotencyReceipts.id(key);
        }
    }

    private enum Claim {
        /** Nobody had one for as long as receipts are kept. */
        FIRST,
        /** The one before has run out. */
        AGAIN,
        ANOTHERS
    }

    private <T> Uni<Answer<T>> once(Attempt<T> attempt, Instant patience) {
        UUID owner = UUID.randomUUID();
        return replay(attempt).onItem().ifNull().switchTo(() -> claim(attempt.id(), owner)
                .chain(claim -> switch (claim) {
                    case FIRST -> held(attempt, owner, work(attempt));
                    case AGAIN -> held(attempt, owner, unlessDone(attempt));
                    case ANOTHERS -> {
                        if (clock.instant().isAfter(patience))
                            throw new Problem(409, "request-in-progress", "The same request is still running.");
                        yield pause().chain(() -> once(attempt, patience));
                    }
                }));
    }

    private <T> Uni<Answer<T>> work(Attempt<T> attempt) {
        return Uni.createFrom()
                .deferred(() -> attempt.work().apply(new IdempotencyReceipts(attempt.key())))
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithUni(refused -> replay(attempt).onItem().ifNull().failWith(refused));
    }

    /** Whoever had the claim before may have finished, so its receipt is looked for once more. */
    private <T> Uni<Answer<T>> unlessDone(Attempt<T> attempt) {
        return replay(attempt).onItem().ifNull().switchTo(() -> requireNewElsewhere(attempt)
                .chain(() -> work(attempt)));
    }

    /** Lets the claim run out afterwards. One that was slower than its claim leaves the claim of the next. */
    private <T> Uni<Answer<T>> held(Attempt<T> attempt, UUID owner, Uni<Answer<T>> work) {
        underWay.put(owner, attempt.id());
        return work.eventually(() -> runOut(attempt.id(), owner, Date.from(clock.instant()))
                        .onFailure()
                        .recoverWithNull())
                .onTermination()
                .invoke(() -> underWay.remove(owner));
    }

    private Uni<UpdateResult> runOut(String id, UUID owner, Date now) {
        return claims.updateOne(
                Filters.and(Filters.eq("_id", id), Filters.eq("owner", owner)), Updates.set("until", now));
    }

    private Uni<Claim> claim(String id, UUID owner) {
        Date now = Date.from(clock.instant());
        Date until = Date.from(clock.instant().plus(claimLength));
        return claims.insertOne(new Document("_id", id).append("owner", owner).append("until", until))
                .replaceWith(Claim.FIRST)
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithUni(() -> claims.updateOne(
                                Filters.and(Filters.eq("_id", id), Filters.lte("until", now)),
                                Updates.combine(Updates.set("owner", owner), Updates.set("until", until)))
                        .map(result -> result.getModifiedCount() == 1 ? Claim.AGAIN : Claim.ANOTHERS));
    }

    /** Waits and comes back to the request's own context. */
    private Uni<Void> pause() {
        Context context = vertx.getOrCreateContext();
        return Uni.createFrom()
                .emitter(emitter ->
                        vertx.setTimer(RETRY_DELAY_MS, due -> context.runOnContext(back -> emitter.complete(null))));
    }

    /** Null when there is no receipt. One that only a minority has may vanish: it is no answer yet. */
    private <T> Uni<Answer<T>> replay(Attempt<T> attempt) {
        return receipts(attempt.collection().getNamespace(), attempt.id()).chain(found -> {
            if (found.isEmpty()) return Uni.createFrom().nullItem();
            StoredAnswer stored = stored(attempt.key(), found.get(0));
            return attempt.reread().apply(stored).map(now -> Answer.replayed(stored, now));
        });
    }

    /**
     * A key of one operation is none of another, also where that writes into another collection. The claim is one for all, so nobody
     * comes in between.
     */
    private Uni<Void> requireNewElsewhere(Attempt<?> attempt) {
        String own = attempt.collection().getNamespace().getCollectionName();
        List<Uni<List<Document>>> looks = collections.stream()
                .filter(name -> !name.equals(own))
                .map(name -> receipts(new MongoNamespace(database, name), attempt.id()))
                .toList();
        if (looks.isEmpty()) return Uni.createFrom().voidItem();
        return Uni.join()
                .all(looks)
                .andFailFast()
                .invoke(found -> found.stream().flatMap(List::stream).forEach(known -> stored(attempt.key(), known)))
                .replaceWithVoid();
    }

    private Uni<List<Document>> receipts(MongoNamespace collection, String id) {
        return MajorityReads.find(
                mongo,
                collection,
                Filters.eq(IdempotencyReceipts.KEYS, id),
                Projections.include(IdempotencyReceipts.FIELD),
                1);
    }

    private static StoredAnswer stored(IdempotencyKey key, Document found) {
        Document receipt = found.getList(IdempotencyReceipts.FIELD, Document.class).stream()
                .filter(candidate -> IdempotencyReceipts.id(key).equals(candidate.getString("key")))
                .findFirst()
                .orElseThrow();
        key.check(receipt.getString("hash"));
        return IdempotencyReceipts.stored(receipt);
    }
}
