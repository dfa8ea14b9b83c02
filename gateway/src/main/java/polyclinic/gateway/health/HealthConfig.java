package polyclinic.gateway.health;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** How the health of the whole system is checked. */
@ConfigMapping(prefix = "polyclinic.gateway.health")
interface HealthConfig {

    @WithDefault("2s")
    Duration timeout();

    /** One check serves all requests for this long. */
    @WithDefault("1s")
    Duration cache();

    /** The OIDC realm whose discovery document is fetched. */
    URI identityProvider();

    /** What the report calls the installation, e.g. {@code production}. */
    @WithDefault("production")
    String environment();

    /** Stores without which the system is degraded, not down. */
    @WithDefault("redis")
    List<String> optionalStores();
}
