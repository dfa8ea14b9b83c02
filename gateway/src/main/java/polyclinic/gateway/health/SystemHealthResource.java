package polyclinic.gateway.health;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/sync/health}: the health of every service and store. It is public, so it reports only names, states and
 * times, and concurrent requests share one check.
 */
@Singleton
class SystemHealthResource {

    private final SystemHealthCheck check;
    private final long cacheNanos;
    private @Nullable Future<JsonObject> current;
    private long startedNanos;

    SystemHealthResource(SystemHealthCheck check, HealthConfig config) {
        this.check = check;
        cacheNanos = config.cache().toNanos();
    }

    void register(@Observes Router router) {
        router.get("/api/sync/health").handler(this::answer);
    }

    private void answer(RoutingContext ctx) {
        current().onSuccess(health -> {
            if (ctx.response().closed()) return;
            ctx.response()
                    .setStatusCode(HealthReport.isUnhealthy(health) ? 503 : 200)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(health.toBuffer());
        });
    }

    private synchronized Future<JsonObject> current() {
        Future<JsonObject> running = current;
        if (running != null && !isStale(running)) return running;
        startedNanos = System.nanoTime();
        running = check.run();
        current = running;
        return running;
    }

    private boolean isStale(Future<JsonObject> health) {
        return health.isComplete() && System.nanoTime() - startedNanos > cacheNanos;
    }
}
