package polyclinic.commons.mongo;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.Updates;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.quarkus.mongodb.reactive.ReactiveMongoDatabase;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.async.RelayLoop;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.hold.PendingWork;
import polyclinic.commons.messaging.DeadLetters;
import polyclinic.commons.messaging.KafkaSender;
import polyclinic.commons.messaging.OutboxMessage;
import polyclinic.commons.messaging.unsent.UnsendableMessage;
import polyclinic.commons.messaging.unsent.UnsentMessages;
import polyclinic.commons.metrics.OutboxMetrics;
import polyclinic.commons.mongo.writes.OutboxWrites;
import polyclinic.commons.values.Ids;

/**
 * Sends what is embedded in documents ({@link MongoOutbox}) to Kafka, each document's messages in order, and then removes
 * them. One replica at a time holds the turn; if it loses it while sending, messages go out twice and consumers skip them.
 *
 * <p>Collections are named in {@code polyclinic.outbox.collections}; the collection {@code outbox} holds audit entries of
 * reads that Kafka could not take. Where this process has written it looks at once; into all of them twice a second, for what
 * other replicas have written and for what one has left that died.
 */
@ApplicationScoped
class MongoOutboxRelay implements PendingWork, UnsentMessages {
    static final String OWN = OutboxWrites.OWN;
    /** Messages that Kafka takes at no time, by their ids. */
    private static final String SET_ASIDE = "outbox_set_aside";

    private static final Duration TURN = Duration.ofSeconds(15);
    private static final Duration ALL_AGAIN = Duration.ofMillis(500);
    private static final int BATCH = 200;
    private static final int MAX_COUNTED = 1000;

    private final ReactiveMongoClient mongo;
    private final ReactiveMongoDatabase database;
    private final OutboxWrites writes;
    private final KafkaSender kafka;
    private final DeadLetters deadLetters;
    private final Lease lease;
    private final RelayLoop rounds;
    private final OutboxMetrics metrics;

    private boolean indexed;
    private long allNanos = System.nanoTime() - ALL_AGAIN.toNanos();

    MongoOutboxRelay(
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            OutboxWrites writes,
            KafkaSender kafka,
            DeadLetters deadLetters,
            Lease lease,
            Vertx vertx,
            MeterRegistry metrics) {
        this.mongo = mongo;
        this.database = mongo.getDatabase(database);
        this.writes = writes;
        this.kafka = kafka;
        this.deadLetters = deadLetters;
        this.lease = lease;
        this.rounds = new RelayLoop(vertx, metrics, this::relay);
        this.metrics = new OutboxMetrics(vertx, metrics, this::backlog);
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
        writes.tell(rounds::committed);
        metrics.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
        metrics.stop();
    }

    private Uni<Boolean> relay() {
        return index().chain(() -> lease.keep("outbox-relay", TURN))
                .invoke(token -> metrics.turn(token != null))
                .chain(token -> token == null
                        ? Uni.createFrom().item(false)
                        : Multi.createFrom()
                                .iterable(due())
                                .onItem()
                                .transformToUniAndConcatenate(
                                        name -> relay(name).invoke(sent -> {
                                            if (sent == BATCH) writes.add(name);
                                        }))
                                .collect()
                                .with(Collectors.reducing(false, sent -> sent == BATCH, Boolean::logicalOr)));
    }

    private Collection<String> due() {
        Collection<String> written = writes.take();
        if (System.nanoTime() - allNanos < ALL_AGAIN.toNanos()) return written;
        allNanos = System.nanoTime();
        return writes.collections();
    }

    private Uni<Void> index() {
        if (indexed) return Uni.createFrom().voidItem();
        return Multi.createFrom()
                .iterable(writes.collections())
                .onItem()
                .transformToUniAndConcatenate(name -> database.getCollection(name)
                        .createIndex(
                                Indexes.ascending(MongoOutbox.PENDING),
                                new IndexOptions().name("outbox_pending").sparse(true)))
                .collect()
                .last()
                .invoke(() -> indexed = true)
                .replaceWithVoid();
    }

    /** Of what only a minority has, nothing is sent: a new primary may never have heard of it. */
    private Uni<Integer> relay(String name) {
        ReactiveMongoCollection<Document> collection = database.getCollection(name);
        return MajorityReads.find(
                        mongo,
                        collection.getNamespace(),
                        Filters.eq(MongoOutbox.PENDING, true),
                        Projections.include(MongoOutbox.FIELD),
                        BATCH)
                .chain(found -> found.isEmpty() ? Uni.createFrom().item(0) : send(collection, found));
    }

    private Uni<Integer> send(ReactiveMongoCollection<Document> collection, List<Document> found) {
        for (Document document : found)
            for (Document message : document.getList(MongoOutbox.FIELD, Document.class, List.of()))
                if (!MongoOutbox.isReadable(message))
                    return setAside(collection, document, message, "it cannot be read");
        return send(messages(found))
                .chain(() -> remove(collection, found))
                .onFailure(UnsendableMessage.class)
                .recoverWithUni(failure -> setAside(collection, found, failure));
    }

    private Uni<Integer> setAside(
            ReactiveMongoCollection<Document> collection, List<Document> found, UnsendableMessage refused) {
        for (Document document : found)
            for (Document message : document.getList(MongoOutbox.FIELD, Document.class, List.of()))
                if (refused.id().equals(message.get("id")))
                    return setAside(collection, document, message, refused.reason());
        return Uni.createFrom().failure(refused);
    }

    /**
     * Takes the message out of its document, so that those behind it go on, once the dead-letter topic has the letter that tells
     * of it. The round begins again: those before it go out once more.
     */
    private Uni<Integer> setAside(
            ReactiveMongoCollection<Document> collection, Document document, Document message, String reason) {
        return deadLetters
                .unsendable(MongoOutbox.message(message), reason)
                .chain(() -> keep(message, reason))
                .chain(() -> collection.updateOne(
                        Filters.eq("_id", document.get("_id")),
                        Updates.pull(MongoOutbox.FIELD, new Document("id", message.get("id")))))
                .replaceWith(BATCH);
    }

    private Uni<Void> keep(Document message, String reason) {
        Document kept = new Document(message)
                .append("_id", message.get("id"))
                .append("reason", reason)
                .append("setAsideAt", new Date());
        return database.getCollection(SET_ASIDE)
                .replaceOne(Filters.eq("_id", message.get("id")), kept, new ReplaceOptions().upsert(true))
                .replaceWithVoid();
    }

    /** It is in the outbox before it is gone here: a crash in between sends it twice. */
    @Override
    public Uni<Boolean> sendAgain(UUID id) {
        return database.getCollection(SET_ASIDE)
                .find(Filters.eq("_id", id))
                .collect()
                .first()
                .chain(kept -> {
                    if (kept == null) return Uni.createFrom().item(false);
                    Document message = new Document(kept);
                    List.of("_id", "reason", "setAsideAt").forEach(message::remove);
                    Document again = new Document("_id", id)
                            .append(MongoOutbox.PENDING, true)
                            .append(MongoOutbox.FIELD, List.of(message));
                    return database.getCollection(OWN)
                            .replaceOne(Filters.eq("_id", id), again, new ReplaceOptions().upsert(true))
                            .chain(() -> drop(id));
                });
    }

    @Override
    public Uni<Boolean> drop(UUID id) {
        return database.getCollection(SET_ASIDE)
                .deleteOne(Filters.eq("_id", id))
                .map(deleted -> deleted.getDeletedCount() > 0);
    }

    private Uni<Void> send(List<OutboxMessage> messages) {
        return kafka.send(messages).invoke(() -> metrics.sent(messages.size()));
    }

    @Override
    public String name() {
        return "outbox";
    }

    @Override
    public Uni<Long> count() {
        return backlog().map(OutboxMetrics.Backlog::pending);
    }

    /** The ids tell when the messages were made. */
    private Uni<OutboxMetrics.Backlog> backlog() {
        return Multi.createFrom()
                .iterable(writes.collections())
                .onItem()
                .transformToMultiAndConcatenate(name -> database.getCollection(name)
                        .find(
                                Filters.eq(MongoOutbox.PENDING, true),
                                new FindOptions()
                                        .projection(Projections.include(
                                                MongoOutbox.FIELD + ".id", MongoOutbox.FIELD + ".topic"))
                                        .limit(MAX_COUNTED)))
                .onItem()
                .transformToIterable(document -> document.getList(MongoOutbox.FIELD, Document.class, List.of()))
                .collect()
                .asList()
                .map(MongoOutboxRelay::backlog);
    }

    private static OutboxMetrics.Backlog backlog(List<Document> messages) {
        return new OutboxMetrics.Backlog(
                messages.size(),
                messages.stream()
                        .filter(message -> Audit.TOPIC.equals(message.getString("topic")))
                        .count(),
                messages.stream()
                        .map(message -> Ids.time(message.get("id", UUID.class)))
                        .min(Comparator.naturalOrder())
                        .map(oldest -> Duration.between(oldest, Instant.now()).toMillis() / 1e3)
                        .orElse(0d));
    }

    private static List<OutboxMessage> messages(List<Document> found) {
        return found.stream()
                .flatMap(document -> document.getList(MongoOutbox.FIELD, Document.class, List.of()).stream())
                .map(MongoOutbox::message)
                .toList();
    }

    /** Pulls exactly what was sent; a message that was embedded meanwhile stays, and so does its flag. */
    private static Uni<Integer> remove(ReactiveMongoCollection<Document> collection, List<Document> found) {
        Bson those = Filters.in(
                "_id", found.stream().map(document -> document.get("_id")).toList());
        boolean own = collection.getNamespace().getCollectionName().equals(OWN);
        if (own) return collection.deleteMany(those).replaceWith(found.size());
        List<UUID> sent = messages(found).stream().map(OutboxMessage::id).toList();
        return collection
                .bulkWrite(
                        List.of(
                                new UpdateManyModel<>(
                                        those,
                                        Updates.pullByFilter(new Document(
                                                MongoOutbox.FIELD, new Document("id", new Document("$in", sent))))),
                                new UpdateManyModel<>(
                                        Filters.and(those, Filters.size(MongoOutbox.FIELD, 0)),
                                        Updates.unset(MongoOutbox.PENDING))),
                        new BulkWriteOptions().ordered(true))
                .replaceWith(found.size());
    }
}
