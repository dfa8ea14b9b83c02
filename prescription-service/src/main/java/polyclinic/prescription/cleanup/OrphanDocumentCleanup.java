package polyclinic.prescription.cleanup;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.async.PeriodicWork;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.prescription.clients.StoredDocuments;
import polyclinic.prescription.metrics.DocumentCleanupMetrics;

/**
 * Deletes the documents of attempts that failed, and keeps trying while asset-service is unavailable. When the response to a
 * request to store was lost, the document's id is not known; it is then looked for by its hash until no late request can still
 * store it.
 */
@ApplicationScoped
public class OrphanDocumentCleanup {
    private static final int BATCH_SIZE = 20;

    private final OrphanDocuments orphans;
    private final StoredDocuments documents;
    private final DocumentCleanupMetrics metrics;
    private final Clock clock;
    private final BackgroundWork work;
    private final PeriodicWork rounds;

    OrphanDocumentCleanup(
            CleanupConfig config,
            OrphanDocuments orphans,
            StoredDocuments documents,
            DocumentCleanupMetrics metrics,
            Vertx vertx,
            Clock clock,
            Hold hold) {
        this.orphans = orphans;
        this.documents = documents;
        this.metrics = metrics;
        this.clock = clock;
        this.work = hold.background("cleanup");
        this.rounds = new PeriodicWork(
                vertx, "cleanup of documents", config.poll(), () -> deleteDue().replaceWith(false));
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    /** Looks for documents to delete now rather than at the next poll. */
    public void wake() {
        rounds.wake();
    }

    private Uni<Void> deleteDue() {
        return work.whenReleased(() -> orphans.claim(BATCH_SIZE)).chain(claimed -> {
            Uni<Void> all = Uni.createFrom().voidItem();
            for (OrphanDocument orphan : claimed) all = all.chain(() -> work.whenReleased(() -> cleanUp(orphan)));
            return all;
        });
    }

    private Uni<Void> cleanUp(OrphanDocument orphan) {
        return isGone(orphan)
                .chain(gone -> gone
                        ? orphans.remove(orphan).invoke(() -> metrics.deleted(orphan.id()))
                        : Uni.createFrom().voidItem())
                .onFailure()
                .recoverWithUni(failure -> {
                    Log.warnf(
                            "document of prescription id=%s is not deleted yet: %s",
                            orphan.prescriptionId(), failure.getClass().getName());
                    return Uni.createFrom().voidItem();
                });
    }

    /** Deletes the document; true when it is gone and can no longer reappear. */
    private Uni<Boolean> isGone(OrphanDocument orphan) {
        if (orphan.assetId() != null) return documents.delete(orphan.assetId()).replaceWith(true);
        boolean settled = orphan.isSettled(clock.instant());
        return documents
                .find(orphan.patientId(), orphan.prescriptionId(), orphan.sha256())
                .chain(this::deleteAll)
                .replaceWith(settled);
    }

    private Uni<Void> deleteAll(List<UUID> assetIds) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (UUID assetId : assetIds) all = all.chain(() -> documents.delete(assetId));
        return all;
    }
}
