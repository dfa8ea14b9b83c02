package polyclinic.gateway.filters;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Which proxies the gateway trusts, and how many connections others may hold. */
@ConfigMapping(prefix = "polyclinic.gateway")
public interface FilterConfig {

    /** CIDR blocks of the proxies whose X-Forwarded-* headers are trusted. Without any, the peer's address is the client's. */
    Optional<List<String>> trustedProxies();

    Connections connections();

    /** How many connections clients may hold, whether or not they send anything on them. */
    interface Connections {

        /** Of one address, or one IPv6 network of 64 bits, that is no trusted proxy's. Any more are closed at once. */
        @WithDefault("256")
        int perAddress();
    }
}
