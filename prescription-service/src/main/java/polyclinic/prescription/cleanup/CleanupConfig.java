package polyclinic.prescription.cleanup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How orphan documents are deleted. */
@ConfigMapping(prefix = "polyclinic.cleanup")
interface CleanupConfig {
    /** How often a replica looks for documents to delete. */
    @WithDefault("1S")
    Duration poll();

    /** The pause after the first try; it doubles with each, up to a minute. */
    @WithDefault("500MS")
    Duration pause();

    /** How long a request to store whose answer was lost may still take effect: asset-service confirms none that takes longer. */
    @WithDefault("10M")
    Duration settlesAfter();
}
