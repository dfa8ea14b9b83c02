package polyclinic.asset.catalogue;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * A request that is refused before its body has been read leaves a client that is still sending. What comes is thrown away
 * for a moment, so that a client that only sends a little more can read the answer; then the connection is closed.
 */
@ApplicationScoped
class UnreadBodies {
    private static final int FIRST = 2000;
    private static final long LINGER_MS = 2000;

    void register(@Observes Filters filters) {
        filters.register(this::watch, FIRST);
    }

    private void watch(RoutingContext request) {
        if (request.request().method().name().equals("POST"))
            request.addEndHandler(answered -> dismiss(request, request.request()));
        request.next();
    }

    private static void dismiss(RoutingContext context, HttpServerRequest request) {
        if (request.isEnded() || context.response().closed()) return;
        request.exceptionHandler(gone -> {});
        request.handler(rest -> {});
        request.endHandler(read -> {});
        request.resume();
        context.vertx().setTimer(LINGER_MS, due -> {
            if (!request.isEnded()) request.connection().close();
        });
    }
}
