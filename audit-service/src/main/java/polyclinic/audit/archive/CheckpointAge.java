package polyclinic.audit.archive;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import polyclinic.commons.hold.FollowingWork;

/**
 * {@code polyclinic.audit.checkpoint.age}: since when there may be entries that no signed checkpoint in S3 covers. It says so
 * whether or not entries come: of a quiet night it must not seem as if nothing were signed, nor the other way round.
 */
@ApplicationScoped
@Startup
class CheckpointAge implements FollowingWork {
    /** Longer ago than anybody asks for. */
    private static final Duration UNKNOWN = Duration.ofDays(36_500);

    private final Clock clock;
    private volatile Instant coveredAt;
    /** False until this process has seen it: a moment at which it started is none at which all was covered. */
    private volatile boolean known;

    CheckpointAge(Clock clock, MeterRegistry metrics) {
        this.clock = clock;
        this.coveredAt = clock.instant();
        Gauge.builder("polyclinic.audit.checkpoint.age", this, CheckpointAge::seconds)
                .description("Since all entries were last covered by signed checkpoints that S3 has")
                .baseUnit("seconds")
                .register(metrics);
    }

    /** All entries of before that moment are covered. */
    void covered(Instant before) {
        coveredAt = before;
        known = true;
    }

    @Override
    public String name() {
        return "checkpoints";
    }

    @Override
    public Duration behind() {
        return known ? Duration.between(coveredAt, clock.instant()) : UNKNOWN;
    }

    double seconds() {
        return Duration.between(coveredAt, clock.instant()).toMillis() / 1e3;
    }
}
