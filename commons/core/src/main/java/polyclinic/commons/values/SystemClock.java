package polyclinic.commons.values;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** The clock that everything injects, so that a test can bring its own. */
@Singleton
class SystemClock {
    /** PostgreSQL keeps microseconds: what is answered must be what is read back. */
    private static final Duration TICK = ChronoUnit.MICROS.getDuration();

    @Produces
    @Singleton
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), TICK);
    }
}
