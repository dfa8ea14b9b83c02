package polyclinic.gateway.filters;

import io.opentelemetry.api.trace.Span;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.tracing.RequestTracing;

/**
 * The first filter of every request. It attaches the {@link RequestContext} and sets ids and security headers on the
 * response.
 */
@Singleton
class RequestContextFilter {

    /** Before CORS (300) and authentication (200), so that their responses carry the headers too. */
    private static final int PRIORITY = 500;

    private static final int MAX_REQUEST_ID_LENGTH = 128;

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized(RequestTracing.HEADER);

    private final ClientAddressResolver addresses;
    private final RequestTracing tracing;

    RequestContextFilter(FilterConfig config, RequestTracing tracing) {
        addresses =
                new ClientAddressResolver(new IpNetworks(config.trustedProxies().orElse(List.of())));
        this.tracing = tracing;
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, PRIORITY);
    }

    private void filter(RoutingContext ctx) {
        RequestContext context = contextOf(ctx);
        context.attachTo(ctx);

        String path = ctx.request().path();
        MultiMap headers = ctx.response().headers();
        headers.set(REQUEST_ID, context.requestId());
        headers.set(TRACEPARENT, context.traceparent());
        SecurityHeaders.set(headers, path, context.scheme());
        ctx.next();
    }

    private RequestContext contextOf(RoutingContext ctx) {
        long started = System.nanoTime();
        HttpServerRequest request = ctx.request();
        MultiMap headers = request.headers();
        Span span = tracing.begin(ctx);
        String requestId = headers.get(REQUEST_ID);
        if (!isAcceptable(requestId)) requestId = span.getSpanContext().getTraceId();
        return new RequestContext(requestId, span, addresses.of(request), scheme(request), started);
    }

    private String scheme(HttpServerRequest request) {
        if (request.isSSL()) return "https";
        if (addresses.throughTrustedProxy(request)
                && "https".equalsIgnoreCase(request.headers().get("x-forwarded-proto"))) return "https";
        return "http";
    }

    /** A client's request id is written to logs and headers of every service, so only plain characters are accepted. */
    private static boolean isAcceptable(@Nullable String id) {
        if (id == null || id.isEmpty() || id.length() > MAX_REQUEST_ID_LENGTH) return false;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean plain = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '_'
                    || c == '.';
            if (!plain) return false;
        }
        return true;
    }
}
