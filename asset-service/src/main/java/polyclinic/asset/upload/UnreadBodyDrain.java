package polyclinic.asset.upload;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;

/**
 * A request that is refused before its body has been read leaves a client that is still sending. What arrives is discarded
 * for a moment, so that a client that has only a little left to send can read the answer; then the connection is closed.
 */
@ApplicationScoped
class UnreadBodyDrain {
    /** Above those of Quarkus, which may refuse a request themselves. */
    private static final int FILTER_PRIORITY = 2000;

    /** What files are sent by. */
    private static final Set<String> FILES = Set.of("POST", "PUT");

    private static final long DRAIN_TIMEOUT_MS = 2000;

    void register(@Observes Filters filters) {
        filters.register(this::watch, FILTER_PRIORITY);
    }

    private void watch(RoutingContext request) {
        if (FILES.contains(request.request().method().name()))
            request.addEndHandler(answered -> dismiss(request, request.request()));
        request.next();
    }

    private static void dismiss(RoutingContext context, HttpServerRequest request) {
        if (request.isEnded() || context.response().closed()) return;
        request.exceptionHandler(gone -> {});
        request.handler(rest -> {});
        request.endHandler(read -> {});
        request.resume();
        context.vertx().setTimer(DRAIN_TIMEOUT_MS, due -> {
            if (!request.isEnded()) request.connection().close();
        });
    }
}
