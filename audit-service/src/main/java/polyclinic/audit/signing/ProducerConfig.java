package polyclinic.audit.signing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whose entries are believed. */
@ConfigMapping(prefix = "polyclinic.audit.producers")
public interface ProducerConfig {
    /** Folder with a {@code <service>-<keyId>.pub} for each key of each service; it is read again when an unknown key turns up. */
    Optional<Path> folder();

    /** Entries that happened before, and arrive before, may be unsigned: those of services that did not sign yet. */
    Optional<Instant> unsignedUntil();

    /** An entry that arrives later after it happened, or earlier, is marked. */
    @WithDefault("1h")
    Duration onTime();
}
