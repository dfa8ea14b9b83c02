package polyclinic.gateway.openapi;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /openapi}: what all services offer, in one document. A service that is unavailable is shown as it was last
 * fetched. Only where it is switched on.
 */
@Singleton
class OpenApiResource {

    private final OpenApiDocuments documents;
    private final Vertx vertx;
    private final boolean enabled;
    private final long cacheNanos;
    private @Nullable Future<Buffer> current;
    private long mergedNanos;

    OpenApiResource(OpenApiDocuments documents, OpenApiConfig config, Vertx vertx) {
        this.documents = documents;
        this.vertx = vertx;
        enabled = config.enabled();
        cacheNanos = config.cache().toNanos();
    }

    void register(@Observes Router router) {
        if (enabled) router.get("/openapi").handler(this::answer);
    }

    private void answer(RoutingContext ctx) {
        current()
                .onSuccess(document -> {
                    if (ctx.response().closed()) return;
                    ctx.response()
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                            .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                            .end(document);
                })
                .onFailure(ctx::fail);
    }

    private synchronized Future<Buffer> current() {
        Future<Buffer> running = current;
        if (running != null && !isStale(running)) return running;
        mergedNanos = System.nanoTime();
        running = merge();
        current = running;
        return running;
    }

    private boolean isStale(Future<Buffer> document) {
        return document.failed() || document.isComplete() && System.nanoTime() - mergedNanos > cacheNanos;
    }

    private Future<Buffer> merge() {
        return documents.refresh().compose(complete -> {
            if (!complete) expire();
            return vertx.executeBlocking(() -> documents.merged().toBuffer());
        });
    }

    /** An incomplete document is not cached: the next request fetches again what is missing. */
    private synchronized void expire() {
        mergedNanos = System.nanoTime() - cacheNanos;
    }
}
