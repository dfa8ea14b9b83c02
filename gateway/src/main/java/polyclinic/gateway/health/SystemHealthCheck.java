package polyclinic.gateway.health;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.gateway.clients.BoundedHttpClient;
import polyclinic.gateway.feed.FeedTail;
import polyclinic.gateway.health.HealthReport.Self;
import polyclinic.gateway.ratelimit.RateLimiter;
import polyclinic.gateway.tls.ClientTrust;
import polyclinic.gateway.upstreams.UpstreamsConfig;
import polyclinic.gateway.upstreams.UpstreamsConfig.UpstreamConfig;

/** Asks every service and every store the gateway uses, all at the same time. */
@Singleton
class SystemHealthCheck {

    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final int CONNECTIONS_PER_HOST = 2;
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final UpstreamsConfig upstreams;
    private final HealthConfig config;
    private final RateLimiter rateLimiter;
    private final BoundedHttpClient services;
    private final BoundedHttpClient identityProvider;
    private final FeedTail liveFeed;
    private final String version;
    private final Clock clock = Clock.systemUTC();
    private final Instant started = clock.instant();

    SystemHealthCheck(
            UpstreamsConfig upstreams,
            HealthConfig config,
            RateLimiter rateLimiter,
            Vertx vertx,
            ClientTrust trust,
            FeedTail liveFeed,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.upstreams = upstreams;
        this.config = config;
        this.rateLimiter = rateLimiter;
        this.liveFeed = liveFeed;
        this.version = version;
        services = client(vertx, trust::services);
        identityProvider = client(vertx, trust::identityProvider);
    }

    @PreDestroy
    void close() {
        services.close();
        identityProvider.close();
    }

    private BoundedHttpClient client(Vertx vertx, UnaryOperator<HttpClientOptions> trust) {
        return new BoundedHttpClient(vertx, config.timeout(), MAX_ANSWER_BYTES, CONNECTIONS_PER_HOST, trust);
    }

    /** Returns a {@link HealthReport}; never fails. */
    Future<JsonObject> run() {
        List<Future<ServiceHealth>> services = new ArrayList<>();
        upstreams.byName().forEach((name, upstream) -> services.add(service(name, upstream)));
        Future<StoreHealth> redis = redis();
        Future<StoreHealth> keycloak = keycloak();
        List<Future<?>> all = new ArrayList<>(services);
        all.add(redis);
        all.add(keycloak);
        return Future.join(all)
                .map(joined -> HealthReport.of(
                        services.stream().map(Future::result).toList(),
                        List.of(redis.result(), keycloak.result()),
                        config.optionalStores(),
                        self()))
                .otherwise(failure -> HealthReport.unknown(self()));
    }

    private Self self() {
        Instant now = clock.instant();
        return new Self(now, Duration.between(started, now), config.environment(), version, liveFeed.isConnected());
    }

    /** A service is up as long as one of its replicas is. */
    private Future<ServiceHealth> service(String name, UpstreamConfig upstream) {
        List<Future<ServiceHealth>> replicas = upstream.managementUrls().stream()
                .map(address -> replica(name, upstream, address))
                .toList();
        return Future.join(replicas).map(joined -> replicas.stream()
                .map(Future::result)
                .filter(ServiceHealth::up)
                .findFirst()
                .orElse(replicas.get(0).result()));
    }

    private Future<ServiceHealth> replica(String name, UpstreamConfig upstream, URI management) {
        long started = System.nanoTime();
        Future<JsonObject> readiness = get(services, management + "/q/health/ready");
        // Stores that a service can do without for a while, such as Kafka, are reported separately from its readiness.
        Future<JsonObject> wellness =
                get(services, management + "/q/health/well").otherwiseEmpty();
        return readiness
                .compose(ready -> {
                    double latency = millisSince(started);
                    return wellness.map(well -> ServiceHealth.of(name, upstream.required(), latency, ready, well));
                })
                .otherwise(failure -> ServiceHealth.unreachable(name, upstream.required(), millisSince(started)));
    }

    private Future<StoreHealth> redis() {
        long started = System.nanoTime();
        return rateLimiter
                .ping()
                .map(pong -> new StoreHealth("redis", true, millisSince(started)))
                .otherwise(failure -> new StoreHealth("redis", false, millisSince(started)));
    }

    private Future<StoreHealth> keycloak() {
        long started = System.nanoTime();
        return get(identityProvider, config.identityProvider() + DISCOVERY)
                .map(body -> new StoreHealth("keycloak", body.containsKey("issuer"), millisSince(started)))
                .otherwise(failure -> new StoreHealth("keycloak", false, millisSince(started)));
    }

    /** Accepts any status: a service that is not ready answers 503 and lists the reasons. */
    private static Future<JsonObject> get(BoundedHttpClient client, String address) {
        return client.get(address, status -> true).map(JsonObject::new);
    }

    private static double millisSince(long startedNanos) {
        return Math.round((System.nanoTime() - startedNanos) / 10_000.0) / 100.0;
    }
}
