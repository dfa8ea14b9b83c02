package polyclinic.asset.scans;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where the scanner is, and what it takes. */
@ConfigMapping(prefix = "polyclinic.scan")
interface ScanConfig {
    /** Of clamd: {@code host:port}, or {@code unix:/path} of its socket. Without it nothing is scanned. */
    Optional<String> address();

    /** Whether a content is given out only once it has been scanned; then there must be an address. */
    @WithDefault("false")
    boolean required();

    /** Larger contents are skipped, or refused where scans are required; not more than clamd's own {@code StreamMaxLength}. */
    @WithDefault("25M")
    MemorySize maxSize();

    /** How long one scan may take before whoever does it is taken for dead. */
    @WithDefault("2m")
    Duration timeLimit();

    /** Between two tries while the scanner does not answer; doubled each time, up to ten minutes. */
    @WithDefault("10s")
    Duration retryDelay();
}
