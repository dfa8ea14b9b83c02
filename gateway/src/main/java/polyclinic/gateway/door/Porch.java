package polyclinic.gateway.door;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import polyclinic.gateway.GatewayConfig;

/** Every request passes here first, whoever answers it: it gets its ids, its response the security headers. */
@Singleton
class Porch {

    private static final Logger LOG = Logger.getLogger(Porch.class);

    /** Before CORS (300) and authentication (200), so that their answers carry the headers too. */
    private static final int FIRST = 500;

    private static final int LONGEST_REQUEST_ID = 128;

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");
    private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("x-content-type-options");
    private static final CharSequence NO_SNIFF_VALUE = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence FRAME = HttpHeaders.createOptimized("x-frame-options");
    private static final CharSequence FRAME_VALUE = HttpHeaders.createOptimized("DENY");
    private static final CharSequence REFERRER = HttpHeaders.createOptimized("referrer-policy");
    private static final CharSequence REFERRER_VALUE = HttpHeaders.createOptimized("no-referrer");
    private static final CharSequence CSP = HttpHeaders.createOptimized("content-security-policy");
    private static final CharSequence CSP_VALUE =
            HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
    /** The Swagger page starts itself with an inline script. */
    private static final CharSequence CSP_SWAGGER =
            HttpHeaders.createOptimized("default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' "
                    + "'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'");

    private static final CharSequence CROSS_ORIGIN = HttpHeaders.createOptimized("cross-origin-resource-policy");
    private static final CharSequence CROSS_ORIGIN_VALUE = HttpHeaders.createOptimized("same-origin");
    private static final CharSequence TRANSPORT = HttpHeaders.createOptimized("strict-transport-security");
    private static final CharSequence TRANSPORT_VALUE = HttpHeaders.createOptimized("max-age=31536000");
    private static final CharSequence CACHE_VALUE = HttpHeaders.createOptimized("no-store");

    private final ClientAddress addresses;
    private final Networks internal;
    private final double sampled;

    Porch(GatewayConfig config) {
        addresses = new ClientAddress(new Networks(config.trustedProxies().orElse(List.of())));
        internal = new Networks(config.internalNetworks());
        sampled = config.traceSampleRatio();
    }

    void register(@Observes Filters filters) {
        filters.register(this::welcome, FIRST);
    }

    void registerLast(@Observes Router router) {
        router.route().order(-FIRST).failureHandler(Porch::failed);
        router.route().order(Integer.MAX_VALUE).handler(Problem.NOT_FOUND::answer);
    }

    private void welcome(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        MultiMap asked = request.headers();
        String traceparent = asked.get(TRACEPARENT);
        boolean takenOver = TraceParent.valid(traceparent);
        if (!takenOver)
            traceparent = TraceParent.make(ThreadLocalRandom.current().nextDouble() < sampled);
        String requestId = asked.get(REQUEST_ID);
        if (!harmless(requestId)) requestId = TraceParent.traceId(traceparent);
        String scheme = scheme(request);
        Visit visit = new Visit(requestId, traceparent, takenOver, addresses.of(request), scheme, System.nanoTime());
        visit.attachTo(ctx);

        String path = request.path();
        MultiMap answered = ctx.response().headers();
        answered.set(REQUEST_ID, requestId);
        answered.set(TRACEPARENT, traceparent);
        answered.set(NO_SNIFF, NO_SNIFF_VALUE);
        answered.set(FRAME, FRAME_VALUE);
        answered.set(REFERRER, REFERRER_VALUE);
        answered.set(CSP, path != null && path.startsWith("/swagger-ui") ? CSP_SWAGGER : CSP_VALUE);
        answered.set(CROSS_ORIGIN, CROSS_ORIGIN_VALUE);
        answered.set(HttpHeaders.CACHE_CONTROL, CACHE_VALUE);
        if (scheme.equals("https")) answered.set(TRANSPORT, TRANSPORT_VALUE);

        if (path != null && path.startsWith("/q/") && !internal.contain(visit.clientIp())) {
            Problem.NOT_FOUND.answer(ctx);
            return;
        }
        ctx.next();
    }

    private String scheme(HttpServerRequest request) {
        if (request.isSSL()) return "https";
        if (addresses.throughTrustedProxy(request)
                && "https".equalsIgnoreCase(request.headers().get("x-forwarded-proto"))) return "https";
        return "http";
    }

    private static void failed(RoutingContext ctx) {
        int status = ctx.statusCode();
        if (status == 404) {
            Problem.NOT_FOUND.answer(ctx);
        } else if (status >= 400 && status < 500) {
            Problem.BAD_REQUEST.answer(ctx);
        } else {
            LOG.errorf(ctx.failure(), "request failed %s", ctx.request().method());
            Problem.INTERNAL_ERROR.answer(ctx);
        }
    }

    /** A client's id goes into logs and headers of every service, so only plain characters are taken over. */
    static boolean harmless(String id) {
        if (id == null || id.isEmpty() || id.length() > LONGEST_REQUEST_ID) return false;
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
