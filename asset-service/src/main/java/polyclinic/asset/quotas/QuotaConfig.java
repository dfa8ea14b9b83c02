package polyclinic.asset.quotas;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of a day (UTC) for one patient. */
@ConfigMapping(prefix = "polyclinic.quotas")
interface QuotaConfig {
    /** What the clinic's staff store. */
    Limits staff();

    /** What patients store themselves. */
    Own own();

    interface Limits {
        @WithDefault("1000")
        int files();

        @WithDefault("8G")
        MemorySize bytes();
    }

    interface Own {
        @WithDefault("100")
        int files();

        @WithDefault("500M")
        MemorySize bytes();
    }
}
