package polyclinic.prescription.screening;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How prescriptions are screened again when a table has changed. */
@ConfigMapping(prefix = "polyclinic.screening")
interface ScreeningConfig {
    /** How often a replica looks for tables that have changed. */
    @WithDefault("10S")
    Duration poll();
}
