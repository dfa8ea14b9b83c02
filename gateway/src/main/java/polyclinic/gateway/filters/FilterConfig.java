package polyclinic.gateway.filters;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Which proxies the gateway trusts. */
@ConfigMapping(prefix = "polyclinic.gateway")
interface FilterConfig {

    /** CIDR blocks of the proxies whose X-Forwarded-* headers are trusted. Without any, the peer's address is the client's. */
    Optional<List<String>> trustedProxies();
}
