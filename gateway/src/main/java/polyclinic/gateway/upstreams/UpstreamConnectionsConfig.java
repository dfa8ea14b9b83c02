package polyclinic.gateway.upstreams;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Connections to the services, and when the gateway stops using them. */
@ConfigMapping(prefix = "polyclinic.gateway.proxying")
interface UpstreamConnectionsConfig {

    @WithDefault("1s")
    Duration connectTimeout();

    /** A connection on which neither side sends anything for this long is closed. */
    @WithDefault("60s")
    Duration idleTimeout();

    /** Keep-alive connections per replica. */
    @WithDefault("64")
    int connections();

    /** Requests that may wait for a connection; any more are answered with 503 at once. */
    @WithDefault("1024")
    int waiting();

    /** How long a request waits for a connection, and never longer than for its answer; then it is answered with 503. */
    @WithDefault("5s")
    Duration waitTime();

    /** Consecutive failures that open a replica's circuit. */
    @WithDefault("5")
    int circuitFailures();

    /** How long an open circuit refuses requests before it lets one through as a trial. */
    @WithDefault("2s")
    Duration circuitOpen();

    /** How long others are preferred to a replica that says it closes its connections: longer than one that ends takes to do so. */
    @WithDefault("10s")
    Duration leavingTime();

    @WithDefault("50ms")
    Duration retryDelay();
}
