package polyclinic.audit.signins;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;

/** Asks for the identity provider's events at every tick, and says how long ago that last worked. */
@ApplicationScoped
@Startup
class SignInSchedule {
    private static final Duration ROUND_TIMEOUT = Duration.ofSeconds(50);

    private final SignInCollection collection;
    private final Clock clock;
    private final BackgroundWork work;
    private volatile Instant lastRound;
    private volatile boolean away;

    SignInSchedule(SignInCollection collection, Clock clock, MeterRegistry metrics, Hold hold) {
        this.collection = collection;
        this.clock = clock;
        this.work = hold.background("sign_ins");
        this.lastRound = clock.instant();
        Gauge.builder("polyclinic.logins.round.age", this, SignInSchedule::age)
                .baseUnit("seconds")
                .description("since the identity provider's events were last read without a failure")
                .register(metrics);
    }

    @Scheduled(
            identity = "sign-ins",
            every = "${polyclinic.audit.sign-ins.every}",
            delayed = "3s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return work.unlessHeld(this::round);
    }

    private Uni<Void> round() {
        return collection
                .collect()
                .ifNoItem()
                .after(ROUND_TIMEOUT)
                .fail()
                .invoke(() -> {
                    lastRound = clock.instant();
                    if (away) Log.info("sign-ins are brought into the audit trail again");
                    away = false;
                })
                .onFailure()
                .recoverWithUni(failure -> {
                    if (!away)
                        Log.warnf(
                                "sign-ins wait at the identity provider: %s",
                                failure.getClass().getName());
                    away = true;
                    return Uni.createFrom().voidItem();
                });
    }

    private double age() {
        return Duration.between(lastRound, clock.instant()).toMillis() / 1000.0;
    }
}
