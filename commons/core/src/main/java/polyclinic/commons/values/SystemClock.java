package polyclinic.commons.values;

import io.quarkus.logging.Log;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The clock that everything injects, so that a test can bring its own. */
@Singleton
class SystemClock {
    /** PostgreSQL keeps microseconds: what is answered must be what is read back. */
    private static final Duration TICK = ChronoUnit.MICROS.getDuration();

    /** @param file for fault tests alone: it says by how many milliseconds the clock is wrong */
    @Produces
    @Singleton
    Clock clock(@ConfigProperty(name = "polyclinic.clock.file") Optional<Path> file) {
        Clock right = Clock.systemUTC();
        if (file.isPresent()) Log.warnf("the clock is as wrong as %s says", file.get());
        return Clock.tick(file.<Clock>map(path -> new SteppedClock(right, path)).orElse(right), TICK);
    }
}
