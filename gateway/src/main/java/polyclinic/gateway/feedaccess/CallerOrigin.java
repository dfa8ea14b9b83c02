package polyclinic.gateway.feedaccess;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.filters.RequestContext;

/** Where a question that the gateway asks in a caller's name comes from: the request that the caller has sent. */
public record CallerOrigin(
        String address,
        String requestId,
        String traceparent,
        @Nullable String userAgent) {

    public static CallerOrigin of(RoutingContext ctx) {
        RequestContext context = RequestContext.of(ctx);
        return new CallerOrigin(
                context.clientIp(),
                context.requestId(),
                context.traceparent(),
                ctx.request().headers().get(HttpHeaders.USER_AGENT));
    }
}
