package polyclinic.gateway.openapi;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import polyclinic.gateway.GatewayConfig;
import polyclinic.gateway.health.Bounded;

/**
 * {@code GET /openapi}: what all services offer, on one page. A service that is away is shown as it was last seen, or named
 * under {@code x-unavailable} when it never was.
 */
@ApplicationScoped
class MergedOpenApi {

    private static final Logger LOG = Logger.getLogger(MergedOpenApi.class);

    private static final int LARGEST_DOCUMENT = 4 * 1024 * 1024;
    private static final String API = "/api/v1/";

    private final GatewayConfig config;
    private final Vertx vertx;
    private final String version;
    private final HttpClient client;
    private final Map<String, JsonObject> lastSeen = new ConcurrentHashMap<>();
    private Future<Buffer> current;
    private long madeNanos;

    MergedOpenApi(
            GatewayConfig config, Vertx vertx, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.config = config;
        this.vertx = vertx;
        this.version = version;
        int timeout = (int) config.openapi().timeout().toMillis();
        client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(timeout).setKeepAliveTimeout(10),
                new PoolOptions().setHttp1MaxSize(1));
    }

    void register(@Observes Router router) {
        router.get("/openapi").handler(this::answer);
    }

    @PreDestroy
    void close() {
        client.close();
    }

    private void answer(RoutingContext ctx) {
        document()
                .onSuccess(document -> {
                    if (ctx.response().closed()) return;
                    ctx.response()
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                            .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                            .end(document);
                })
                .onFailure(ctx::fail);
    }

    private synchronized Future<Buffer> document() {
        long now = System.nanoTime();
        boolean stale = current == null
                || current.failed()
                || current.isComplete()
                        && now - madeNanos > config.openapi().cache().toNanos();
        if (stale) {
            madeNanos = now;
            current = make();
        }
        return current;
    }

    private Future<Buffer> make() {
        List<Future<Boolean>> fetched = new ArrayList<>();
        config.upstreams()
                .forEach((name, upstream) ->
                        fetched.add(fetch(name, upstream.url().toString())));
        return Future.join(fetched).compose(all -> {
            // An incomplete page is made again at the next asking.
            boolean complete = fetched.stream().allMatch(Future::result);
            if (!complete)
                synchronized (this) {
                    madeNanos = System.nanoTime() - config.openapi().cache().toNanos();
                }
            return vertx.executeBlocking(this::merge);
        });
    }

    private Buffer merge() {
        Merge merge = new Merge(this::isRouted);
        JsonArray unavailable = new JsonArray();
        for (String service : new TreeMap<>(config.upstreams()).keySet()) {
            JsonObject document = lastSeen.get(service);
            if (document == null) {
                unavailable.add(service);
            } else {
                merge.add(service, document);
            }
        }
        merge.add("gateway", OwnPaths.document());
        JsonObject info = new JsonObject()
                .put("title", "Polyclinic")
                .put("description", "Everything that clients of the clinic can call, through the one door.")
                .put("version", version);
        JsonObject document = merge.document(info);
        if (!unavailable.isEmpty()) document.put("x-unavailable", unavailable);
        return document.toBuffer();
    }

    private boolean isRouted(String path) {
        if (path.startsWith("/api/sync/")) return true;
        if (!path.startsWith(API)) return false;
        int end = path.indexOf('/', API.length());
        String prefix = end < 0 ? path.substring(API.length()) : path.substring(API.length(), end);
        return config.upstreams().values().stream()
                .flatMap(upstream -> upstream.prefixes().stream())
                .collect(Collectors.toSet())
                .contains(prefix);
    }

    private Future<Boolean> fetch(String service, String url) {
        Promise<Boolean> promise = Promise.promise();
        long timer =
                vertx.setTimer(config.openapi().timeout().toMillis(), late -> promise.tryFail("no answer in time"));
        client.request(new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(url + "/q/openapi?format=json"))
                .compose(request -> {
                    promise.future().onFailure(late -> request.reset());
                    return request.send();
                })
                .compose(response -> response.statusCode() == 200
                        ? Bounded.body(response, LARGEST_DOCUMENT)
                        : Future.failedFuture("status " + response.statusCode()))
                .compose(body -> vertx.executeBlocking(() -> new JsonObject(body)))
                .onComplete(done -> {
                    vertx.cancelTimer(timer);
                    if (done.succeeded()) {
                        lastSeen.put(service, done.result());
                        promise.tryComplete(true);
                    } else {
                        promise.tryFail(done.cause());
                    }
                });
        return promise.future().otherwise(failure -> {
            LOG.infof("no OpenAPI document of %s: %s", service, failure.getMessage());
            return false;
        });
    }
}
