package polyclinic.audit.verification;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.mongo.Lease;

/**
 * Verifies without being asked: often what is new, and at intervals everything from the beginning, since what was verified may
 * be changed afterwards. One replica does it, and a restart does not begin the interval anew.
 */
@ApplicationScoped
class VerificationSchedule {
    /** After a finding, which begins its chain at the first entry each time: everybody has been told. */
    private static final Duration AFTER_FINDING = Duration.ofHours(1);

    private final TrailVerification verification;
    private final VerificationMetrics metrics;
    private final Lease lease;
    private final Clock clock;
    private final Duration every;
    private final Duration wholeEvery;
    private volatile Instant notBefore = Instant.MIN;

    VerificationSchedule(
            TrailVerification verification,
            VerificationMetrics metrics,
            Lease lease,
            Clock clock,
            @ConfigProperty(name = "polyclinic.audit.verification.every") Duration every,
            @ConfigProperty(name = "polyclinic.audit.verification.whole-every") Duration wholeEvery) {
        this.verification = verification;
        this.metrics = metrics;
        this.lease = lease;
        this.clock = clock;
        this.every = every;
        this.wholeEvery = wholeEvery;
    }

    @Scheduled(
            identity = "verification",
            every = "${polyclinic.audit.verification.every}",
            delayed = "${polyclinic.audit.verification.every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        if (clock.instant().isBefore(notBefore)) return Uni.createFrom().voidItem();
        return run().onFailure()
                .invoke(failure -> Log.warnf(
                        "the trail was not verified: %s", failure.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }

    Uni<Void> run() {
        return lease.take("trail-verification", every)
                .chain(token -> token == null
                        ? Uni.createFrom().voidItem()
                        : metrics.soundAt()
                                .chain(soundAt -> verification.run(isDue(soundAt)))
                                .invoke(this::tell)
                                .replaceWithVoid());
    }

    private boolean isDue(Instant soundAt) {
        return soundAt.plus(wholeEvery).isBefore(clock.instant());
    }

    private void tell(VerificationReport report) {
        if (!report.valid()) notBefore = clock.instant().plus(AFTER_FINDING);
        report.chains().stream()
                .filter(chain -> !chain.problems().isEmpty())
                .forEach(chain -> Log.errorf(
                        "chain=%d is not as it was recorded: the first of %d problems is at %d",
                        chain.chain(),
                        chain.problems().size(),
                        chain.problems().get(0).seq()));
    }
}
