package polyclinic.prescription.issuing;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import polyclinic.prescription.storage.StoredDocuments;

/**
 * Deletes the documents of attempts that failed, however long asset-service is away. Where the answer to a request to
 * store was lost the document's id is not known; then it is looked for by its hash, again and again until no late request
 * can store it any more. Each row is claimed by moving its next try, so replicas do not get in each other's way.
 */
@ApplicationScoped
class Discarding {
    private static final int BATCH = 20;
    private static final String CLAIM = """
            update unwanted_document
               set tries = tries + 1,
                   next_try_at = now() + make_interval(secs => least(60, $1 * power(2, least(tries, 10))))
             where id in (select id from unwanted_document where next_try_at <= now()
                           order by next_try_at limit $2 for update skip locked)
            returning *""";

    private final IssuingConfig config;
    private final Pool pool;
    private final StoredDocuments documents;
    private final Background background;
    private final Vertx vertx;
    private final Clock clock;

    private boolean running;
    private boolean stopped;
    private long timer = -1;

    Discarding(
            IssuingConfig config,
            Pool pool,
            StoredDocuments documents,
            Background background,
            Vertx vertx,
            Clock clock) {
        this.config = config;
        this.pool = pool;
        this.documents = documents;
        this.background = background;
        this.vertx = vertx;
        this.clock = clock;
    }

    /** @param assetId null when the answer was lost */
    record Unwanted(UUID id, UUID prescriptionId, UUID patientId, UUID assetId, String sha256, Instant settledAt) {}

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(config.poll().toMillis(), tick -> wake());
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    synchronized void wake() {
        if (running || stopped) return;
        running = true;
        background.run(this::work, done -> ended(null), this::ended);
    }

    private synchronized void ended(Throwable failure) {
        running = false;
        if (failure != null)
            Log.warnf("discarding documents: %s", failure.getClass().getName());
    }

    private Uni<Void> work() {
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(Runs.seconds(config.pause()), BATCH))
                .chain(rows -> {
                    Uni<Void> all = Uni.createFrom().voidItem();
                    for (Row row : rows) all = all.chain(() -> discard(unwanted(row)));
                    return all;
                });
    }

    private Uni<Void> discard(Unwanted document) {
        return gone(document)
                .chain(settled -> settled ? forget(document) : Uni.createFrom().voidItem())
                .onFailure()
                .recoverWithUni(failure -> {
                    Log.warnf(
                            "document of prescription id=%s is not deleted yet: %s",
                            document.prescriptionId(), failure.getClass().getName());
                    return Uni.createFrom().voidItem();
                });
    }

    /** Whether the document is gone and cannot come back. */
    private Uni<Boolean> gone(Unwanted document) {
        if (document.assetId() != null)
            return documents.delete(document.assetId()).replaceWith(true);
        boolean settled = !clock.instant().isBefore(document.settledAt());
        return documents
                .find(document.patientId(), document.prescriptionId(), document.sha256())
                .chain(this::deleteAll)
                .replaceWith(settled);
    }

    private Uni<Void> deleteAll(List<UUID> found) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (UUID asset : new ArrayList<>(found)) all = all.chain(() -> documents.delete(asset));
        return all;
    }

    private Uni<Void> forget(Unwanted document) {
        return pool.preparedQuery("delete from unwanted_document where id = $1")
                .execute(Tuple.of(document.id()))
                .replaceWithVoid();
    }

    private static Unwanted unwanted(Row row) {
        return new Unwanted(
                row.getUUID("id"),
                row.getUUID("prescription_id"),
                row.getUUID("patient_id"),
                row.getUUID("asset_id"),
                row.getString("sha256"),
                row.getOffsetDateTime("settled_at").toInstant());
    }
}
