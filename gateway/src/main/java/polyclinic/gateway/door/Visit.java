package polyclinic.gateway.door;

import io.vertx.ext.web.RoutingContext;

/** What is known of a request from its first moment: its names in logs and traces, and where it came from. */
public record Visit(
        String requestId,
        String traceparent,
        boolean traceTakenOver,
        String clientIp,
        String scheme,
        long startedNanos) {

    private static final String KEY = "polyclinic.visit";

    public static Visit of(RoutingContext ctx) {
        return ctx.get(KEY);
    }

    void attachTo(RoutingContext ctx) {
        ctx.put(KEY, this);
    }

    public String traceId() {
        return TraceParent.traceId(traceparent);
    }
}
