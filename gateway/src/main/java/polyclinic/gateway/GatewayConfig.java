package polyclinic.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the door knows of its house. Durations carry a unit, sizes too. */
@ConfigMapping(prefix = "polyclinic.gateway")
public interface GatewayConfig {

    /** By service name, e.g. {@code patient-service}. */
    Map<String, Upstream> upstreams();

    Proxying proxying();

    RateLimit rateLimit();

    TokenCache tokenCache();

    Health health();

    OpenApi openapi();

    /** Proxies whose X-Forwarded-* headers are believed, as CIDR blocks. Without any, the peer's address is the client's. */
    Optional<List<String>> trustedProxies();

    /** Who may read {@code /q/*} (metrics, health of this process), as CIDR blocks. */
    @WithDefault("127.0.0.0/8,::1/128,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7")
    List<String> internalNetworks();

    /** Share of the traces begun here (not taken over from the client) that are marked as sampled. */
    @WithDefault("0.1")
    double traceSampleRatio();

    interface Upstream {
        URI url();

        /** First path segments after {@code /api/v1/} that this service answers. */
        List<String> prefixes();

        @WithDefault("1M")
        MemorySize maxBody();

        /** From the end of the request to the head of the response. */
        @WithDefault("30s")
        Duration responseTimeout();

        /** Whether the system is down without it. */
        @WithDefault("true")
        boolean required();
    }

    interface Proxying {
        @WithDefault("1s")
        Duration connectTimeout();

        /** A connection on which neither side says anything for this long is closed. */
        @WithDefault("60s")
        Duration idleTimeout();

        /** Keep-alive connections per upstream. */
        @WithDefault("64")
        int connections();

        /** Requests that may wait for a connection; beyond it the answer is 503 at once. */
        @WithDefault("1024")
        int waiting();

        /** Failures in a row that open an upstream's circuit. */
        @WithDefault("5")
        int circuitFailures();

        /** How long an open circuit refuses before it lets one request try. */
        @WithDefault("2s")
        Duration circuitOpen();

        @WithDefault("50ms")
        Duration retryDelay();
    }

    interface RateLimit {
        /** Requests per window and caller; all of them may come at once. */
        @WithDefault("1200")
        long requests();

        @WithDefault("1m")
        Duration window();

        /** Requests without a valid token per window and client address. */
        @WithDefault("60")
        long failures();

        @WithDefault("1m")
        Duration failuresWindow();

        /** Redis answers within this or this process decides alone. */
        @WithDefault("100ms")
        Duration timeout();
    }

    interface TokenCache {
        @WithDefault("20000")
        long size();

        /** A verified token is verified again after this, so that a withdrawn signing key counts soon. */
        @WithDefault("60s")
        Duration maxAge();
    }

    interface Health {
        @WithDefault("2s")
        Duration timeout();

        /** One round of questions serves all callers for this long. */
        @WithDefault("1s")
        Duration cache();

        /** The OIDC realm, asked for its discovery document. */
        URI identityProvider();

        /** Stores without which the system still works. */
        @WithDefault("redis")
        List<String> optionalStores();
    }

    interface OpenApi {
        @WithDefault("3s")
        Duration timeout();

        @WithDefault("30s")
        Duration cache();
    }
}
