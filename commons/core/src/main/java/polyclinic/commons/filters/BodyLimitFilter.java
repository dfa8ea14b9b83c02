package polyclinic.commons.filters;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Answers a body that announces more than the service takes before a byte of it is read. */
@ApplicationScoped
class BodyLimitFilter {
    private static final int EARLY = 1000;

    private final long limit;

    BodyLimitFilter(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.limit = limit.asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, EARLY);
    }

    private void check(RoutingContext request) {
        String length = request.request().getHeader("Content-Length");
        if (length == null || length.length() < 19 && Long.parseLong(length) <= limit) {
            request.next();
            return;
        }
        request.response()
                .setStatusCode(413)
                .putHeader("Content-Type", ProblemResponse.MEDIA_TYPE)
                .putHeader("Connection", "close")
                .end(ProblemResponse.body(
                        413,
                        "too-large",
                        "The body is larger than " + limit + " bytes.",
                        request.normalizedPath(),
                        Map.of()));
    }
}
