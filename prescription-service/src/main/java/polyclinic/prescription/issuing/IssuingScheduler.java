package polyclinic.prescription.issuing;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.prescription.background.DuplicatedContextRunner;
import polyclinic.prescription.prescriptions.Prescription;

/**
 * Finds attempts that no replica is working on, claims as many as this one can take and has {@link IssuingProcess} drive them: at
 * every poll, and immediately after an attempt has begun.
 */
@ApplicationScoped
class IssuingScheduler {
    private final IssuingConfig config;
    private final IssuingAttempts attempts;
    private final IssuingProcess process;
    private final DuplicatedContextRunner runner;
    private final Vertx vertx;
    private final BackgroundWork work;

    private int active;
    private boolean looking;
    private boolean lookAgain;
    private boolean stopped;
    private long timer = -1;

    IssuingScheduler(
            IssuingConfig config,
            IssuingAttempts attempts,
            IssuingProcess process,
            DuplicatedContextRunner runner,
            Vertx vertx,
            Hold hold) {
        this.config = config;
        this.attempts = attempts;
        this.process = process;
        this.runner = runner;
        this.vertx = vertx;
        this.work = hold.background("issuing");
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(config.poll().toMillis(), tick -> wake());
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    /** Begins an attempt, in the transaction that sets the prescription to issuing. Call {@link #wake} after it. */
    Uni<Void> begin(Prescription prescription, Instant now) {
        return attempts.begin(prescription.id(), prescription.attempt(), now, now.plus(config.givesUpAfter()));
    }

    /** Looks for attempts now rather than at the next poll. */
    synchronized void wake() {
        if (stopped) return;
        if (looking || active >= config.parallel()) {
            lookAgain = true;
            return;
        }
        looking = true;
        lookAgain = false;
        int free = config.parallel() - active;
        runner.run(() -> work.whenReleased(() -> attempts.claim(free, config.lease())), this::found, this::lookFailed);
    }

    private synchronized void found(List<IssuingAttempt> claimed) {
        looking = false;
        for (IssuingAttempt attempt : claimed) {
            active++;
            runner.run(() -> process.drive(attempt), done -> ended(), failure -> ended());
        }
        if (lookAgain) wake();
    }

    private synchronized void lookFailed(Throwable failure) {
        looking = false;
        Log.warnf("issuing: cannot look for attempts: %s", failure.getClass().getName());
    }

    private synchronized void ended() {
        active--;
        if (lookAgain) wake();
    }
}
