package polyclinic.audit.sealing;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** When years are sealed, and when what is sealed leaves the database. */
@ConfigMapping(prefix = "polyclinic.audit.sealing")
public interface SealingConfig {
    /** How often it is looked for years that have ended. */
    String every();

    /** How long after its end a year is sealed. */
    Duration grace();

    /** How many entries one object has at most; a checkpoint's are never parted. */
    int entries();

    /** How long after its end a sealed year leaves the database; empty when it stays there. */
    Optional<Duration> archiveAfter();
}
