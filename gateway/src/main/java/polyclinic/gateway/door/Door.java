package polyclinic.gateway.door;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import polyclinic.gateway.caller.Caller;
import polyclinic.gateway.caller.Callers;
import polyclinic.gateway.limits.RateLimit;

/** The way of a request to its service: sound? routed? small enough? whose? too often? Then it is carried across. */
@Singleton
class Door {

    private static final Logger LOG = Logger.getLogger(Door.class);

    /** After CORS (300), before authentication (200): the token is this class's business. */
    private static final int BEFORE_AUTHENTICATION = 250;

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

    private final Vertx vertx;
    private final Upstreams upstreams;
    private final Callers callers;
    private final RateLimit limits;
    private final Crossings crossings;

    Door(
            Vertx vertx,
            Upstreams upstreams,
            Callers callers,
            RateLimit limits,
            Crossings crossings,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.upstreams = upstreams;
        this.callers = callers;
        this.limits = limits;
        this.crossings = crossings;
        for (Upstream upstream : upstreams.all()) {
            metrics.gauge(
                    "gateway.circuit.open",
                    List.of(Tag.of("upstream", upstream.name)),
                    upstream.circuit,
                    circuit -> circuit.isOpen() ? 1 : 0);
        }
    }

    void register(@Observes Filters filters) {
        filters.register(this::open, BEFORE_AUTHENTICATION);
    }

    private void open(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        Problem unsound = unsound(request);
        if (unsound != null) {
            if (unsound == Problem.METHOD_NOT_ALLOWED) ctx.response().putHeader(ALLOW, METHODS);
            unsound.answer(ctx);
            return;
        }
        if (!request.path().startsWith(Paths.API)) {
            ctx.next();
            return;
        }
        Upstream upstream = upstreams.forPath(request.path());
        if (upstream == null) {
            Problem.NOT_FOUND.answer(ctx);
        } else if (Body.of(request) && tooLarge(request, upstream)) {
            Problem.BODY_TOO_LARGE.answer(ctx);
        } else {
            request.pause();
            identify(ctx, upstream);
        }
    }

    private static Problem unsound(HttpServerRequest request) {
        if (!ALLOWED.contains(request.method())) return Problem.METHOD_NOT_ALLOWED;
        String uri = request.uri();
        if (uri.length() > Paths.LONGEST) return Problem.URI_TOO_LONG;
        String path = request.path();
        if (path == null || !Paths.wellFormed(path) || !Paths.wellFormedQuery(uri)) return Problem.INVALID_PATH;
        return Headers.framing(request);
    }

    private static boolean tooLarge(HttpServerRequest request, Upstream upstream) {
        long declared = Body.declared(request);
        return declared > upstream.maxBody
                && (declared != Long.MAX_VALUE || request.headers().contains("content-length"));
    }

    private void identify(RoutingContext ctx, Upstream upstream) {
        String token = Callers.token(ctx);
        if (token == null) {
            refuseUnknown(ctx);
            return;
        }
        Caller caller = callers.known(token);
        if (caller != null) {
            admit(ctx, upstream, caller);
            return;
        }
        Context context = vertx.getOrCreateContext();
        callers.verify(token, ctx)
                .subscribe()
                .with(
                        found -> on(context, () -> {
                            if (found == null) {
                                refuseUnknown(ctx);
                            } else {
                                admit(ctx, upstream, found);
                            }
                        }),
                        failure -> on(context, () -> {
                            LOG.warnf("a token could not be checked: %s", failure.toString());
                            Problem.SIGN_IN_UNAVAILABLE.answer(ctx);
                        }));
    }

    /** Whatever thread the identity provider's answer came on, a request belongs to its event loop. */
    private static void on(Context context, Runnable work) {
        if (Vertx.currentContext() == context) {
            work.run();
        } else {
            context.runOnContext(back -> work.run());
        }
    }

    private void refuseUnknown(RoutingContext ctx) {
        String household = Networks.household(Visit.of(ctx).clientIp());
        limits.failure(household, decision -> {
            limits.tellFailure(ctx.response(), decision);
            (decision.allowed() ? Problem.UNAUTHORIZED : Problem.RATE_LIMITED).answer(ctx);
        });
    }

    private void admit(RoutingContext ctx, Upstream upstream, Caller caller) {
        limits.caller(caller.subject(), decision -> {
            if (ctx.response().closed()) return;
            limits.tellCaller(ctx.response(), decision);
            if (decision.allowed()) {
                crossings.begin(ctx, upstream);
            } else {
                Problem.RATE_LIMITED.answer(ctx);
            }
        });
    }
}
