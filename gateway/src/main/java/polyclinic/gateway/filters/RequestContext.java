package polyclinic.gateway.filters;

import io.opentelemetry.api.trace.Span;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.tracing.RequestTracing;

/**
 * What the gateway knows of a request from the start: its ids, its client and when it began.
 *
 * @param clientIp the client's address, see {@link ClientAddressResolver}
 * @param scheme {@code http} or {@code https}, as the client used it
 * @param startedNanos {@link System#nanoTime} when the request arrived
 */
public record RequestContext(String requestId, Span span, String clientIp, String scheme, long startedNanos) {

    private static final String KEY = "polyclinic.request-context";

    /** Returns the context of a request that has passed {@link RequestContextFilter}. */
    public static RequestContext of(RoutingContext ctx) {
        return ctx.get(KEY);
    }

    /** Returns null when the request failed before it reached {@link RequestContextFilter}. */
    static @Nullable RequestContext find(RoutingContext ctx) {
        return ctx.get(KEY);
    }

    void attachTo(RoutingContext ctx) {
        ctx.put(KEY, this);
    }

    /** Returns the header by which the service continues the trace. */
    public String traceparent() {
        return RequestTracing.header(span);
    }

    String traceId() {
        return span.getSpanContext().getTraceId();
    }
}
