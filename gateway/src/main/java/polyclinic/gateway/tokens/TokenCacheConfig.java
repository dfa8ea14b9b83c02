package polyclinic.gateway.tokens;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many tokens are cached, verified ones and refused ones, and for how long. */
@ConfigMapping(prefix = "polyclinic.gateway.token-cache")
interface TokenCacheConfig {

    @WithDefault("20000")
    long size();

    /** A cached token is verified again after this time, so that a withdrawn signing key takes effect soon. */
    @WithDefault("60s")
    Duration maxAge();

    /** A token that was refused is refused from memory for this time. */
    @WithDefault("10s")
    Duration refusals();
}
