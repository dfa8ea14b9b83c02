package polyclinic.commons.filters;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers a body that announces more than the service takes before a byte of it is read. Where a service takes whole files at some
 * paths, what is sent to the others has to announce its length: Quarkus counts what it reads by one limit for all of them.
 */
@ApplicationScoped
class BodyLimitFilter {
    private static final int EARLY = 1000;

    private final long fileLimit;
    private final long limit;
    private final Set<String> filePaths;

    /**
     * @param most of any path
     * @param usual of the paths that take no files; that of any path when absent
     * @param filePaths whole paths
     */
    BodyLimitFilter(
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize most,
            @ConfigProperty(name = "polyclinic.http.max-body") Optional<MemorySize> usual,
            @ConfigProperty(name = "polyclinic.http.file-paths") Optional<Set<String>> filePaths) {
        this.fileLimit = most.asLongValue();
        this.limit = usual.orElse(most).asLongValue();
        this.filePaths = filePaths.orElse(Set.of());
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, EARLY);
    }

    private void check(RoutingContext request) {
        long most = filePaths.contains(request.normalizedPath()) ? fileLimit : limit;
        String length = request.request().getHeader("Content-Length");
        if (length == null ? most < fileLimit && isUnannounced(request.request()) : !isAtMost(length, most))
            refuse(request, most);
        else request.next();
    }

    private static boolean isUnannounced(HttpServerRequest request) {
        return request.headers().contains("Transfer-Encoding");
    }

    private static boolean isAtMost(String length, long most) {
        return length.length() < 19 && Long.parseLong(length) <= most;
    }

    private static void refuse(RoutingContext request, long most) {
        request.response()
                .setStatusCode(413)
                .putHeader("Content-Type", ProblemResponse.MEDIA_TYPE)
                .putHeader("Connection", "close")
                .end(ProblemResponse.body(
                        413,
                        "too-large",
                        "The body is larger than " + most + " bytes, or does not announce its length.",
                        request.normalizedPath(),
                        Map.of()));
    }
}
