package polyclinic.prescription.expiry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How prescriptions end by themselves. */
@ConfigMapping(prefix = "polyclinic.expiry")
interface ExpiryConfig {
    /** How often a replica looks for prescriptions whose time is over. */
    @WithDefault("60S")
    Duration poll();
}
