package polyclinic.prescription.expiry;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import polyclinic.commons.async.PeriodicWork;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.postgres.Outbox;
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

    private final Prescriptions prescriptions;
    private final Outbox outbox;
    private final Audit audit;
    private final PrescriptionMetrics metrics;
    private final Clock clock;
    private final BackgroundWork work;
    private final PeriodicWork rounds;

    PrescriptionExpiry(
            ExpiryConfig config,
            Prescriptions prescriptions,
            Outbox outbox,
            Audit audit,
            PrescriptionMetrics metrics,
            Vertx vertx,
            Clock clock,
            Hold hold) {
        this.prescriptions = prescriptions;
        this.outbox = outbox;
        this.audit = audit;
        this.metrics = metrics;
        this.clock = clock;
        this.work = hold.background("expiry");
        this.rounds = new PeriodicWork(vertx, "expiry of prescriptions", config.poll(), this::expireDue);
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    /** Looks now rather than at the next poll. */
    void wake() {
        rounds.wake();
    }

    /** A portion, in a transaction of its own; whether there may be more. */
    private Uni<Boolean> expireDue() {
        return work.whenReleased(() -> Panache.withTransaction(this::expirePortion))
                .map(expired -> expired == BATCH_SIZE);
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
