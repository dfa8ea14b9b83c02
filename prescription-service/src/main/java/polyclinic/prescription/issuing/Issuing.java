package polyclinic.prescription.issuing;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.problem.TransientFailures;
import polyclinic.prescription.orders.Prescription;
import polyclinic.prescription.orders.Prescriptions;
import polyclinic.prescription.storage.StoredDocuments.NewDocument;
import polyclinic.prescription.storage.StoredDocuments.Refused;
import polyclinic.prescription.storage.StoredDocuments;

/**
 * Issues prescriptions: rendered → signed → stored at asset-service → pointed to. What each step achieved is written to
 * the attempt's row before the next begins, so that any replica goes on where another was killed: it claims the row when
 * the lease has run out, and the fence keeps a replica that was merely slow from writing too.
 *
 * <p>When a step fails for good, or the time is up, the prescription is a draft again with the reason, and
 * {@link Discarding} sees to it that no document stays behind.
 */
@ApplicationScoped
public class Issuing {
    private final IssuingConfig config;
    private final Runs runs;
    private final Papers papers;
    private final StoredDocuments documents;
    private final Prescriptions prescriptions;
    private final Endings endings;
    private final Discarding discarding;
    private final Background background;
    private final Vertx vertx;
    private final Clock clock;

    private int active;
    private boolean looking;
    private boolean again;
    private boolean stopped;
    private long timer = -1;

    Issuing(
            IssuingConfig config,
            Runs runs,
            Papers papers,
            StoredDocuments documents,
            Prescriptions prescriptions,
            Endings endings,
            Discarding discarding,
            Background background,
            Vertx vertx,
            Clock clock) {
        this.config = config;
        this.runs = runs;
        this.papers = papers;
        this.documents = documents;
        this.prescriptions = prescriptions;
        this.endings = endings;
        this.discarding = discarding;
        this.background = background;
        this.vertx = vertx;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(config.poll().toMillis(), tick -> wake());
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    /** Begins an attempt, in the transaction that sets the prescription to issuing. Call {@link #wake} after it. */
    public Uni<Void> begin(Prescription prescription, Instant now) {
        return runs.begin(prescription.id(), prescription.attempt(), now, now.plus(config.givesUpAfter()));
    }

    /** Looks for work now rather than at the next poll. */
    public synchronized void wake() {
        if (stopped) return;
        if (looking || active >= config.parallel()) {
            again = true;
            return;
        }
        looking = true;
        again = false;
        background.run(() -> runs.claim(config.parallel() - active, config.lease()), this::found, this::lookFailed);
    }

    private synchronized void found(List<Run> claimed) {
        looking = false;
        for (Run run : claimed) {
            active++;
            background.run(() -> drive(run), done -> ended(), failure -> ended());
        }
        if (again) wake();
    }

    private synchronized void lookFailed(Throwable failure) {
        looking = false;
        Log.warnf("issuing: cannot look for work: %s", failure.getClass().getName());
    }

    private synchronized void ended() {
        active--;
        if (again) wake();
    }

    /** Takes a claimed attempt as far as it gets. Whatever it fails to write is repeated when the lease has run out. */
    Uni<Void> drive(Run run) {
        if (run == null || run.step().isEnd()) return Uni.createFrom().voidItem();
        return advance(run).chain(this::drive).onFailure(Runs.LostLease.class).recoverWithUni(lost -> {
            Log.infof("issuing id=%s: %s", run.prescriptionId(), lost.getMessage());
            return Uni.createFrom().voidItem();
        });
    }

    /** One step, and what becomes of the attempt when it fails; null when it is to be tried again later. */
    Uni<Run> advance(Run run) {
        boolean timeIsUp = run.step() != Step.POINT && !clock.instant().isBefore(run.givesUpAt());
        if (timeIsUp)
            return giveUp(run, Step.Happened.TIMED_OUT, "It could not be issued in time: " + what(run.step()));
        return step(run)
                .onFailure(failure -> !(failure instanceof Runs.LostLease))
                .recoverWithUni(failure -> failed(run, failure));
    }

    private Uni<Run> step(Run run) {
        return switch (run.step()) {
            case RENDER -> papers.render(run).chain(pdf -> runs.advance(run, run.rendered(pdf), config.lease()));
            case SIGN -> papers.sign(run).chain(pdf -> runs.advance(run, run.signed(pdf), config.lease()));
            case STORE -> store(run).chain(asset -> keep(run, asset));
            case POINT ->
                endings.issued(run).invoke(() -> Log.infof("prescription issued id=%s", run.prescriptionId()));
            case ISSUED, RETURNED -> Uni.createFrom().item(run);
        };
    }

    /** Who was so slow that another replica gave the attempt up must not leave the document behind. */
    private Uni<Run> keep(Run run, UUID asset) {
        Run stored = run.stored(asset);
        return runs.advance(run, stored, config.lease())
                .onFailure(Runs.LostLease.class)
                .call(() -> runs.unwantedIfReturned(stored, Hash.sha256(run.document())));
    }

    private Uni<UUID> store(Run run) {
        return Panache.withSession(() -> prescriptions.whole(run.prescriptionId()))
                .chain(prescription -> documents.store(new NewDocument(
                        prescription.patientId(),
                        prescription.appointmentId(),
                        prescription.id(),
                        run.idempotencyKey(),
                        run.document())))
                .map(stored -> {
                    if (!stored.sha256().equals(Hash.sha256(run.document())))
                        throw new GivenUp(
                                run.leaving(stored.assetId()),
                                "asset-service stored something else than the document.");
                    return stored.assetId();
                });
    }

    private Uni<Run> failed(Run run, Throwable failure) {
        if (failure instanceof GivenUp given) return giveUp(given.run(), Step.Happened.FAILED, given.getMessage());
        if (failure instanceof Refused refused)
            return giveUp(run, Step.Happened.FAILED, "asset-service refused the document (" + refused.status() + ").");
        if (!TransientFailures.is(failure) && isOwnWork(run.step())) {
            Log.errorf(failure, "issuing id=%s step=%s", run.prescriptionId(), run.step());
            return giveUp(run, Step.Happened.FAILED, "It failed: " + what(run.step()));
        }
        Log.warnf(
                "issuing id=%s step=%s: %s; it will be tried again",
                run.prescriptionId(), run.step(), failure.getClass().getName());
        return runs.later(run, pause(run)).replaceWith((Run) null);
    }

    /** Rendering and signing do the same each time; storing and pointing depend on others, who may recover. */
    private static boolean isOwnWork(Step step) {
        return step == Step.RENDER || step == Step.SIGN;
    }

    /** Longer the longer it has lasted, but never past the moment when it has to be given up. */
    private Duration pause(Run run) {
        Instant now = clock.instant();
        Duration lasted = Duration.between(run.startedAt(), now);
        Duration longest = config.pause().multipliedBy(16);
        Duration pause = lasted.compareTo(longest) > 0
                ? longest
                : lasted.compareTo(config.pause()) < 0 ? config.pause() : lasted;
        Duration left = Duration.between(now, run.givesUpAt());
        return left.isNegative() || left.compareTo(pause) > 0 ? pause : left;
    }

    private Uni<Run> giveUp(Run run, Step.Happened happened, String reason) {
        return endings.returned(run, happened, reason).invoke(() -> {
            Log.warnf("prescription returned to draft id=%s: %s", run.prescriptionId(), reason);
            discarding.wake();
        });
    }

    private static String what(Step step) {
        return switch (step) {
            case RENDER -> "the document could not be made.";
            case SIGN -> "the document could not be signed.";
            case STORE -> "the document could not be stored.";
            case POINT, ISSUED, RETURNED -> "the document could not be recorded.";
        };
    }
}
