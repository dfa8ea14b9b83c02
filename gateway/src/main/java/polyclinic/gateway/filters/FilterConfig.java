package polyclinic.gateway.filters;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Which proxies the gateway trusts, and which traces it records. */
@ConfigMapping(prefix = "polyclinic.gateway")
interface FilterConfig {

    /** CIDR blocks of the proxies whose X-Forwarded-* headers are trusted. Without any, the peer's address is the client's. */
    Optional<List<String>> trustedProxies();

    /** Share of the traces started here, not continued from the client's, that are marked as sampled. */
    @WithDefault("0.1")
    double traceSampleRatio();
}
