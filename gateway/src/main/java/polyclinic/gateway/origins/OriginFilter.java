package polyclinic.gateway.origins;

import io.quarkus.vertx.http.runtime.cors.CORSFilter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.gateway.filters.GatewayProblem;
import polyclinic.gateway.filters.RequestSyntaxFilter;

/**
 * Refuses the pages of origins that may not call the API, and methods that no page may use, with a problem. Quarkus' CORS comes next and
 * lets nothing through that passes here and should not, but its refusals are empty.
 */
@Singleton
class OriginFilter {

    /** Before CORS (300), after the request has its id (500) and is counted (400). */
    private static final int PRIORITY = 310;

    private final List<String> origins;
    private final List<Pattern> patterns;
    private final boolean any;

    OriginFilter(@ConfigProperty(name = "quarkus.http.cors.origins") Optional<List<String>> configured) {
        origins = configured.orElse(List.of());
        patterns = CORSFilter.parseAllowedOriginsRegex(configured);
        any = origins.equals(List.of("*"));
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, PRIORITY);
    }

    private void filter(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) ctx.next();
        else if (!mayCall(origin, request)) GatewayProblem.ORIGIN_NOT_ALLOWED.answer(ctx);
        else if (!RequestSyntaxFilter.isKnown(request.method())) RequestSyntaxFilter.refuseMethod(ctx);
        else ctx.next();
    }

    private boolean mayCall(String origin, HttpServerRequest request) {
        return any
                || origins.contains(origin)
                || CORSFilter.isOriginAllowedByRegex(patterns, origin)
                || isOwn(origin, request);
    }

    private static boolean isOwn(String origin, HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return authority != null && origin.equals(request.scheme() + "://" + authority);
    }
}
