package polyclinic.billing.automaticlines;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How this clinic bills. */
@ConfigMapping(prefix = "polyclinic.billing")
interface BillingConfig {
    /** Whether what is done and handed out makes draft lines by itself. */
    @WithDefault("true")
    boolean auto();

    /** The currency of drafts that begin by themselves (ISO 4217). */
    @WithDefault("INR")
    String currency();
}
