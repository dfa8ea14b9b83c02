package polyclinic.prescription.refills;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;

/** When prescriptions are refilled. */
@ConfigMapping(prefix = "polyclinic.prescriptions")
interface RefillConfig {
    /** The share of what was dispensed that is used up before there is a refill: 0 for at any time, 1 for not before all is. */
    @WithDefault("0.75")
    BigDecimal refillEarliest();
}
