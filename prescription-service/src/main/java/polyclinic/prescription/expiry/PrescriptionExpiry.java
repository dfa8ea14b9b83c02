package polyclinic.prescription.expiry;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.postgres.Outbox;
import polyclinic.prescription.background.DuplicatedContextRunner;
import polyclinic.prescription.metrics.PrescriptionMetrics;
import polyclinic.prescription.prescriptions.Prescription;
import polyclinic.prescription.prescriptions.PrescriptionEvent;
import polyclinic.prescription.prescriptions.Prescriptions;

/**
 * Ends issued prescriptions whose time is over. What is due stands in the rows themselves, so a restart forgets nothing; replicas
 * skip the rows that another one has locked, so each is told once.
 */
@ApplicationScoped
class PrescriptionExpiry {
    private static final int BATCH_SIZE = 50;

    private final ExpiryConfig config;
    private final Prescriptions prescriptions;
    private final Outbox outbox;
    private final Audit audit;
    private final PrescriptionMetrics metrics;
    private final DuplicatedContextRunner runner;
    private final Vertx vertx;
    private final Clock clock;
    private final BackgroundWork work;

    private boolean running;
    private boolean stopped;
    private long timer = -1;

    PrescriptionExpiry(
            ExpiryConfig config,
            Prescriptions prescriptions,
            Outbox outbox,
            Audit audit,
            PrescriptionMetrics metrics,
            DuplicatedContextRunner runner,
            Vertx vertx,
            Clock clock,
            Hold hold) {
        this.config = config;
        this.prescriptions = prescriptions;
        this.outbox = outbox;
        this.audit = audit;
        this.metrics = metrics;
        this.runner = runner;
        this.vertx = vertx;
        this.clock = clock;
        this.work = hold.background("expiry");
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(config.poll().toMillis(), tick -> wake());
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    /** Looks now rather than at the next poll. */
    synchronized void wake() {
        if (running || stopped) return;
        running = true;
        runner.run(this::expireDue, done -> ended(), this::failed);
    }

    private synchronized void ended() {
        running = false;
    }

    private void failed(Throwable failure) {
        ended();
        Log.warnf("expiry of prescriptions: %s", failure.getClass().getName());
    }

    /** In portions, each a transaction of its own, until none is due. */
    private Uni<Void> expireDue() {
        return Multi.createBy()
                .repeating()
                .uni(() -> work.whenReleased(() -> Panache.withTransaction(this::expirePortion)))
                .whilst(expired -> expired == BATCH_SIZE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> expirePortion() {
        Instant now = clock.instant();
        return prescriptions.lockedDue(now, BATCH_SIZE).chain(due -> expireAll(due, now)
                .replaceWith(due.size()));
    }

    private Uni<Void> expireAll(List<Prescription> due, Instant now) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Prescription prescription : due) all = all.chain(() -> expire(prescription, now));
        return all;
    }

    private Uni<Void> expire(Prescription prescription, Instant now) {
        if (!prescription.expire(now)) return Uni.createFrom().voidItem();
        return prescriptions
                .flush()
                .chain(() -> outbox.append(
                        audit.entry("expire", "prescription", prescription.id(), prescription.patientId())
                                .withChangedFields(List.of("status")),
                        new PrescriptionEvent.Expired(prescription.snapshot(null, now))))
                .invoke(metrics::expired);
    }
}
