package polyclinic.asset.quotas;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Limits of a day of the clinic for one patient, and of all days together. */
@ConfigMapping(prefix = "polyclinic.quotas")
interface QuotaConfig {
    /** What the clinic's staff store. */
    Limits staff();

    /** What patients store themselves. */
    Own own();

    /** What there is of one patient, whoever stored it. */
    Altogether patient();

    /** What there is of all. */
    Altogether total();

    interface Altogether {
        /** Without it there is no limit, and nothing is counted. */
        Optional<MemorySize> bytes();
    }

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
