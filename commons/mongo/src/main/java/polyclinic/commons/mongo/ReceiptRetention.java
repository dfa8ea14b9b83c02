package polyclinic.commons.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.web.StoredAnswer;

/**
 * Takes the receipts of requests out of their documents when they have been kept long enough, and then the claims of their keys. A
 * TTL index would delete the whole document, so it cannot do the first. Doing it twice does no harm, so replicas need not agree on
 * who does it.
 */
@ApplicationScoped
public class ReceiptRetention {
    private static final long PERIOD_MS = Duration.ofHours(1).toMillis();
    /** Not only after an hour: a service that is started again every day would keep what piles up for ever. */
    private static final long FIRST_MS = Duration.ofMinutes(1).toMillis();
    /** For longer than a receipt: where there is no claim, nobody looks for a receipt in other collections. */
    private static final Duration CLAIM_RETENTION = StoredAnswer.RETENTION.plusHours(2);

    private static final int PORTION = 500;

    private final MongoDatabase database;
    private final List<String> collections;
    private final Clock clock;
    private final Vertx vertx;
    private final BackgroundWork work;

    /** @param collections where requests leave receipts: those whose documents publish events */
    ReceiptRetention(
            MongoClient mongo,
            @ConfigProperty(name = "quarkus.mongodb.database") String database,
            @ConfigProperty(name = "polyclinic.outbox.collections", defaultValue = MongoOutboxRelay.OWN)
                    List<String> collections,
            Clock clock,
            Vertx vertx,
            Hold hold) {
        this.database = mongo.getDatabase(database);
        this.collections = collections;
        this.clock = clock;
        this.vertx = vertx;
        this.work = hold.background("retention");
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(FIRST_MS, PERIOD_MS, tick -> work.unlessHeld(this::onWorker)
                .subscribe()
                .with(
                        done -> {},
                        failure -> Log.warnf(
                                "receipts could not be swept: %s",
                                failure.getClass().getName())));
    }

    private Uni<Void> onWorker() {
        return Uni.createFrom().completionStage(() -> vertx.executeBlocking(() -> {
                    sweep();
                    return true;
                })
                .<Void>mapEmpty()
                .toCompletionStage());
    }

    /** Blocks; each statement is about a bounded number of documents, so none runs into the client's time limit. */
    public void sweep() {
        Instant now = clock.instant();
        for (String collection : collections) sweep(database.getCollection(collection), now);
        MongoCollection<Document> claims = database.getCollection(MongoIdempotency.CLAIMS);
        claims.createIndex(Indexes.ascending("until"));
        claims.deleteMany(Filters.lt("until", Date.from(now.minus(CLAIM_RETENTION))));
    }

    private static void sweep(MongoCollection<Document> collection, Instant now) {
        Date before = Date.from(now.minus(StoredAnswer.RETENTION));
        List<WriteModel<Document>> portion;
        do {
            portion = collection
                    .find(Filters.lt(IdempotencyReceipts.FIELD + ".at", before))
                    .projection(Projections.include(IdempotencyReceipts.FIELD))
                    .limit(PORTION)
                    .map(found -> removal(found, before))
                    .into(new ArrayList<>());
            if (!portion.isEmpty()) collection.bulkWrite(portion, new BulkWriteOptions().ordered(false));
        } while (portion.size() == PORTION);
    }

    /**
     * The fields go with the last receipt: the unique index would know two empty lists as the same key. Should a receipt have
     * come meanwhile, the document is left for the next sweep.
     */
    private static WriteModel<Document> removal(Document found, Date before) {
        List<Document> receipts = found.getList(IdempotencyReceipts.FIELD, Document.class);
        List<String> old = receipts.stream()
                .filter(receipt -> receipt.getDate("at").before(before))
                .map(receipt -> receipt.getString("key"))
                .toList();
        Bson document = Filters.eq("_id", found.get("_id"));
        if (old.size() < receipts.size())
            return new UpdateOneModel<>(
                    document,
                    Updates.combine(
                            Updates.pullByFilter(new Document(
                                    IdempotencyReceipts.FIELD, new Document("key", new Document("$in", old)))),
                            Updates.pullAll(IdempotencyReceipts.KEYS, old)));
        return new UpdateOneModel<>(
                Filters.and(document, Filters.size(IdempotencyReceipts.FIELD, receipts.size())),
                Updates.combine(Updates.unset(IdempotencyReceipts.FIELD), Updates.unset(IdempotencyReceipts.KEYS)));
    }
}
