package polyclinic.audit.analytics.archive;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** When events leave the database. */
@ConfigMapping(prefix = "polyclinic.analytics")
public interface EventArchiveConfig {
    /** How long after the end of its month an event stays in the database. */
    Duration keep();

    /** How often it is looked for a month that may leave. */
    String archiveEvery();

    /** How many events one object has at most. */
    int events();
}
