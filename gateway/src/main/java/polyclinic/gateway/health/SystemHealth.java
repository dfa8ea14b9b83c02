package polyclinic.gateway.health;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import polyclinic.gateway.GatewayConfig;
import polyclinic.gateway.limits.RateLimit;

/**
 * {@code GET /api/sync/health}: every service and every store, asked at the same time. Public, so it says no more than
 * names, states and times, and however many ask, the house is asked once.
 */
@ApplicationScoped
class SystemHealth {

    private static final int LARGEST_ANSWER = 64 * 1024;
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final GatewayConfig config;
    private final Vertx vertx;
    private final RateLimit limits;
    private final HttpClient client;
    private final Clock clock = Clock.systemUTC();
    private Future<JsonObject> current;
    private long askedNanos;

    SystemHealth(GatewayConfig config, Vertx vertx, RateLimit limits) {
        this.config = config;
        this.vertx = vertx;
        this.limits = limits;
        int timeout = (int) config.health().timeout().toMillis();
        client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(timeout)
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setIdleTimeout(timeout)
                        .setKeepAliveTimeout(10),
                new PoolOptions().setHttp1MaxSize(2));
    }

    void register(@Observes Router router) {
        router.get("/api/sync/health").handler(this::answer);
    }

    @PreDestroy
    void close() {
        client.close();
    }

    private void answer(RoutingContext ctx) {
        look().onComplete(done -> {
            if (ctx.response().closed()) return;
            JsonObject health = done.succeeded() ? done.result() : new JsonObject().put("status", "down");
            ctx.response()
                    .setStatusCode("down".equals(health.getString("status")) ? 503 : 200)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(health.toBuffer());
        });
    }

    private synchronized Future<JsonObject> look() {
        long now = System.nanoTime();
        if (current == null
                || current.isComplete()
                        && now - askedNanos > config.health().cache().toNanos()) {
            askedNanos = now;
            current = ask();
        }
        return current;
    }

    private Future<JsonObject> ask() {
        List<Future<Finding.Service>> services = new ArrayList<>();
        config.upstreams().forEach((name, upstream) -> services.add(service(name, upstream)));
        Future<Finding.Store> redis = redis();
        Future<Finding.Store> keycloak = keycloak();
        List<Future<?>> all = new ArrayList<>(services);
        all.add(redis);
        all.add(keycloak);
        return Future.join(all).map(joined -> {
            return Finding.report(
                    services.stream().map(Future::result).toList(),
                    List.of(redis.result(), keycloak.result()),
                    config.health().optionalStores(),
                    clock.instant());
        });
    }

    private Future<Finding.Service> service(String name, GatewayConfig.Upstream upstream) {
        long begun = System.nanoTime();
        Future<JsonObject> ready = get(upstream.url() + "/q/health/ready");
        // What a service can work without for a while, Kafka for one, is told apart from its readiness.
        Future<JsonObject> well = get(upstream.url() + "/q/health/well").otherwiseEmpty();
        return ready.compose(body -> {
                    double latency = millis(begun);
                    return well.map(more -> Finding.service(name, upstream.required(), latency, body, more));
                })
                .otherwise(failure -> Finding.silent(name, upstream.required(), millis(begun)));
    }

    private Future<Finding.Store> redis() {
        long begun = System.nanoTime();
        return limits.ping()
                .map(pong -> new Finding.Store("redis", true, millis(begun)))
                .otherwise(failure -> new Finding.Store("redis", false, millis(begun)));
    }

    private Future<Finding.Store> keycloak() {
        long begun = System.nanoTime();
        return get(config.health().identityProvider() + DISCOVERY)
                .map(body -> new Finding.Store("keycloak", body.containsKey("issuer"), millis(begun)))
                .otherwise(failure -> new Finding.Store("keycloak", false, millis(begun)));
    }

    /** Any answer that is a JSON object of bearable size, whatever its status: readiness says 503 with the reasons. */
    private Future<JsonObject> get(String address) {
        Promise<JsonObject> promise = Promise.promise();
        long timer = vertx.setTimer(config.health().timeout().toMillis(), late -> promise.tryFail("no answer in time"));
        client.request(new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(address))
                .compose(request -> {
                    promise.future().onFailure(late -> request.reset());
                    return request.putHeader(HttpHeaders.ACCEPT, "application/json")
                            .send();
                })
                .compose(response -> Bounded.body(response, LARGEST_ANSWER))
                .map(JsonObject::new)
                .onComplete(done -> {
                    vertx.cancelTimer(timer);
                    if (done.succeeded()) {
                        promise.tryComplete(done.result());
                    } else {
                        promise.tryFail(done.cause());
                    }
                });
        return promise.future();
    }

    private static double millis(long begunNanos) {
        return Math.round((System.nanoTime() - begunNanos) / 10_000.0) / 100.0;
    }
}
