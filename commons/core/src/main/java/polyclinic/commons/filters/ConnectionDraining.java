package polyclinic.commons.filters;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * A service that was told to end goes on for {@code quarkus.shutdown.delay} and says with each answer that it closes the
 * connection (RFC 9112, 9.6): callers that keep connections open go to another replica before this one is gone.
 */
@Singleton
class ConnectionDraining {
    /** Before everything that may answer. */
    private static final int PRIORITY = 1000;

    private volatile boolean ending;

    void register(@Observes Filters filters) {
        filters.register(this::handle, PRIORITY);
    }

    void end(@Observes ShutdownDelayInitiatedEvent told) {
        ending = true;
    }

    private void handle(RoutingContext request) {
        if (ending) request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        request.next();
    }
}
