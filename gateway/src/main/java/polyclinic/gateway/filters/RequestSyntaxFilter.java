package polyclinic.gateway.filters;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses requests whose method, address or framing the gateway and a service could read differently. */
@Singleton
public class RequestSyntaxFilter {

    /** After CORS (300), which answers preflight requests, and before the proxy (250). */
    private static final int PRIORITY = 260;

    private static final CharSequence ALLOW = "allow";
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    private static final Set<HttpMethod> ALLOWED = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);

    void register(@Observes Filters filters) {
        filters.register(RequestSyntaxFilter::filter, PRIORITY);
    }

    private static void filter(RoutingContext ctx) {
        GatewayProblem problem = problem(ctx.request());
        if (problem == null) ctx.next();
        else if (problem == GatewayProblem.METHOD_NOT_ALLOWED) refuseMethod(ctx);
        else problem.answer(ctx);
    }

    public static boolean isKnown(HttpMethod method) {
        return ALLOWED.contains(method);
    }

    /** Responds that no address here has this method, and which there are. */
    public static void refuseMethod(RoutingContext ctx) {
        ctx.response().putHeader(ALLOW, METHODS);
        GatewayProblem.METHOD_NOT_ALLOWED.answer(ctx);
    }

    private static @Nullable GatewayProblem problem(HttpServerRequest request) {
        GatewayProblem unparsed = UnparsedRequest.problem(request.uri());
        if (unparsed != null) return unparsed;
        if (!isKnown(request.method())) return GatewayProblem.METHOD_NOT_ALLOWED;
        String uri = request.uri();
        if (uri.length() > PathRules.MAX_URI_LENGTH) return GatewayProblem.URI_TOO_LONG;
        String path = request.path();
        if (path == null || !PathRules.isWellFormed(path) || !PathRules.isWellFormedQuery(uri)) {
            return GatewayProblem.INVALID_PATH;
        }
        return RequestFraming.problem(request);
    }
}
