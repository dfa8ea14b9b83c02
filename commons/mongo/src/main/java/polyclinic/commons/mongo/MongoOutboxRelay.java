package polyclinic.commons.mongo;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.quarkus.logging.Log;
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
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.event.KafkaSender;
import polyclinic.commons.event.Outgoing;

/**
 * Sends what is embedded in documents ({@link MongoOutbox}) to Kafka, each document's messages in order, and then removes
 * them. One replica at a time holds the turn; if it loses it while sending, messages go out twice and consumers skip them.
 *
 * <p>Collections are named in {@code polyclinic.outbox.collections}; the collection {@code outbox} holds audit entries of
 * reads that Kafka could not take.
 */
@ApplicationScoped
public class MongoOutboxRelay {
    static final String OWN = "outbox";
    private static final Duration TURN = Duration.ofSeconds(15);
    private static final int BATCH = 200;
    private static final long POLL_MS = 500;
    private static final long AFTER_FAILURE_MS = 1000;
    private static final long[] LOOKS_MS = {3, 10, 40, 150};

    private final ReactiveMongoDatabase database;
    private final List<String> collections;
    private final KafkaSender kafka;
    private final Lease lease;
    private final Vertx vertx;

    private boolean running;
    private boolean stopped;
    private boolean indexed;
    private int look;
    private long timer = -1;

    MongoOutboxRelay(
            ReactiveMongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            @ConfigProperty(name = "polyclinic.outbox.collections", defaultValue = OWN) List<String> collections,
            KafkaSender kafka,
            Lease lease,
            Vertx vertx) {
        this.database = mongo.getDatabase(database);
        this.collections = new ArrayList<>(collections);
        if (!this.collections.contains(OWN)) this.collections.add(OWN);
        this.kafka = kafka;
        this.lease = lease;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        schedule(POLL_MS);
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    /** Something was embedded and is about to be written. */
    public synchronized void wake() {
        if (stopped) return;
        look = 0;
        if (!running) schedule(LOOKS_MS[0]);
    }

    private synchronized void schedule(long pause) {
        if (stopped) return;
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(pause, due -> run());
    }

    private synchronized void run() {
        if (running || stopped) return;
        running = true;
        relay().subscribe().with(this::done, this::failed);
    }

    private synchronized void done(long sent) {
        running = false;
        if (sent > 0) look = 0;
        if (sent >= BATCH) run();
        else schedule(look < LOOKS_MS.length ? LOOKS_MS[look++] : POLL_MS);
    }

    private synchronized void failed(Throwable failure) {
        running = false;
        Log.warnf("outbox: %s; it will be tried again", failure.getClass().getName());
        schedule(AFTER_FAILURE_MS);
    }

    private Uni<Long> relay() {
        return index().chain(() -> lease.take("outbox-relay", TURN))
                .chain(token -> token == null
                        ? Uni.createFrom().item(0L)
                        : Multi.createFrom()
                                .iterable(collections)
                                .onItem()
                                .transformToUniAndConcatenate(this::relay)
                                .collect()
                                .with(java.util.stream.Collectors.summingLong(Integer::longValue)));
    }

    private Uni<Void> index() {
        if (indexed) return Uni.createFrom().voidItem();
        return Multi.createFrom()
                .iterable(collections)
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

    private Uni<Integer> relay(String name) {
        ReactiveMongoCollection<Document> collection = database.getCollection(name);
        return collection
                .find(
                        Filters.eq(MongoOutbox.PENDING, true),
                        new FindOptions().limit(BATCH).projection(new Document(MongoOutbox.FIELD, 1)))
                .collect()
                .asList()
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(0)
                        : kafka.send(messages(found)).chain(() -> remove(collection, found)));
    }

    private static List<Outgoing> messages(List<Document> found) {
        return found.stream()
                .flatMap(document -> document.getList(MongoOutbox.FIELD, Document.class, List.of()).stream())
                .map(MongoOutbox::message)
                .toList();
    }

    /** Pulls exactly what was sent; a message that was embedded meanwhile stays, and so does its flag. */
    private static Uni<Integer> remove(ReactiveMongoCollection<Document> collection, List<Document> found) {
        boolean own = collection.getNamespace().getCollectionName().equals(OWN);
        if (own)
            return collection
                    .deleteMany(Filters.in(
                            "_id",
                            found.stream().map(document -> document.get("_id")).toList()))
                    .replaceWith(found.size());
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (Document document : found) {
            List<Object> sent = document.getList(MongoOutbox.FIELD, Document.class, List.of()).stream()
                    .map(message -> message.get("id"))
                    .toList();
            writes.add(new UpdateOneModel<>(
                    Filters.eq("_id", document.get("_id")),
                    Updates.pullByFilter(
                            new Document(MongoOutbox.FIELD, new Document("id", new Document("$in", sent))))));
        }
        writes.add(new UpdateManyModel<>(
                Filters.and(
                        Filters.in(
                                "_id",
                                found.stream()
                                        .map(document -> document.get("_id"))
                                        .toList()),
                        Filters.size(MongoOutbox.FIELD, 0)),
                Updates.unset(MongoOutbox.PENDING)));
        return collection
                .bulkWrite(writes, new BulkWriteOptions().ordered(true))
                .replaceWith(found.size());
    }
}
