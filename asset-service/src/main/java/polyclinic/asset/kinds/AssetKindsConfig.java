package polyclinic.asset.kinds;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import java.util.Map;
import java.util.Set;
import polyclinic.asset.access.AssetKind;

/** Allowed types and size limit of each kind. */
@ConfigMapping(prefix = "polyclinic.assets")
public interface AssetKindsConfig {
    Map<AssetKind, Rule> kinds();

    interface Rule {
        /** Media types without parameters. */
        Set<String> types();

        MemorySize maxSize();
    }
}
