package polyclinic.prescription.inventory.alerts;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When stock is told of. */
@ConfigMapping(prefix = "polyclinic.stock")
interface StockAlertsConfig {
    /** How often a replica looks for stock to tell of. */
    @WithDefault("5S")
    Duration poll();

    /** How long before its last day of use a batch is told of. */
    @WithDefault("60")
    int expiresWithinDays();
}
