package polyclinic.gateway.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jboss.logging.MDC;

/**
 * Begins the trace of a request: always a new one (W3C Trace Context, "restart"). A client that could name the trace would
 * decide what is recorded, and could give its entries in the audit trail the trace id of somebody else's. The client's
 * own trace is linked, so that it is found from either side.
 */
@Singleton
public class RequestTracing {

    public static final String HEADER = "traceparent";

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> CLIENT_TRACE = AttributeKey.stringKey("polyclinic.client.trace_id");
    private static final int SERVER_ERROR = 500;

    private final Tracer tracer;

    RequestTracing(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Returns the span of the request, which ends with its response. The request's log lines carry its ids from now on. */
    public Span begin(RoutingContext ctx) {
        String method = ctx.request().method().name();
        SpanBuilder builder = tracer.spanBuilder(method).setNoParent().setSpanKind(SpanKind.SERVER);
        SpanContext client = TraceParent.parse(ctx.request().headers().get(HEADER));
        if (client != null) builder.addLink(client).setAttribute(CLIENT_TRACE, client.getTraceId());
        Span span = builder.setAttribute(METHOD, method).startSpan();
        if (span.isRecording())
            ctx.addEndHandler(ended -> end(span, ctx.response().getStatusCode()));
        MDC.put("traceId", span.getSpanContext().getTraceId());
        MDC.put("spanId", span.getSpanContext().getSpanId());
        return span;
    }

    /** Returns what the service and the client are told of the span. */
    public static String header(Span span) {
        return TraceParent.of(span.getSpanContext());
    }

    private static void end(Span span, int status) {
        span.setAttribute(STATUS, (long) status);
        if (status >= SERVER_ERROR) span.setStatus(StatusCode.ERROR);
        span.end();
    }
}
