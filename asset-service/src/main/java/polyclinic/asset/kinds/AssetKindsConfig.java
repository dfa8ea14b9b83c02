package polyclinic.asset.kinds;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import polyclinic.asset.access.AssetKind;

/** Allowed types, size limit and retention of each kind. */
@ConfigMapping(prefix = "polyclinic.assets")
public interface AssetKindsConfig {
    Map<AssetKind, Rule> kinds();

    interface Rule {
        /** Media types without parameters. */
        Set<String> types();

        MemorySize maxSize();

        /** How long after it was stored a file goes at the latest; without it files go when somebody says so. */
        Optional<Duration> keep();
    }
}
