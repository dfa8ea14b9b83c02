package polyclinic.gateway.filters;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Which proxies and networks the gateway trusts, and which traces it records. */
@ConfigMapping(prefix = "polyclinic.gateway")
interface FilterConfig {

    /** CIDR blocks of the proxies whose X-Forwarded-* headers are trusted. Without any, the peer's address is the client's. */
    Optional<List<String>> trustedProxies();

    /** CIDR blocks that may read {@code /q/*} (metrics and health of this process). */
    @WithDefault("127.0.0.0/8,::1/128,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7")
    List<String> internalNetworks();

    /** Share of the traces started here, not continued from the client's, that are marked as sampled. */
    @WithDefault("0.1")
    double traceSampleRatio();
}
