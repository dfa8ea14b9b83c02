package polyclinic.gateway.proxy;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import polyclinic.gateway.bodies.BodyReader;
import polyclinic.gateway.cache.CacheTurn;
import polyclinic.gateway.cache.ResponseCache;
import polyclinic.gateway.features.FeatureRoutes;
import polyclinic.gateway.filters.GatewayProblem;
import polyclinic.gateway.filters.IpNetworks;
import polyclinic.gateway.filters.RequestContext;
import polyclinic.gateway.filters.RequestFraming;
import polyclinic.gateway.hold.HeldWrite;
import polyclinic.gateway.hold.WriteHold;
import polyclinic.gateway.openrequests.OpenRequests;
import polyclinic.gateway.openrequests.OpenUploads;
import polyclinic.gateway.ratelimit.RateLimitDecision;
import polyclinic.gateway.ratelimit.RateLimiter;
import polyclinic.gateway.tokens.BearerToken;
import polyclinic.gateway.tokens.TokenVerifier;
import polyclinic.gateway.tokens.VerifiedToken;
import polyclinic.gateway.upstreams.ApiPath;
import polyclinic.gateway.upstreams.Upstream;
import polyclinic.gateway.upstreams.Upstreams;

/**
 * Passes an API request on to its service: finds the upstream, checks the declared size, verifies the token and counts the
 * request against its caller's rate limit; what is switched off is refused then. A request that passes becomes a {@link ProxyExchange}.
 */
@Singleton
class ProxyHandler {

    private static final Logger LOG = Logger.getLogger(ProxyHandler.class);

    /** After CORS (300) and the syntax checks (260), before Quarkus' authentication (200): tokens are verified here. */
    private static final int PRIORITY = 250;

    private final Vertx vertx;
    private final Upstreams upstreams;
    private final RouteTemplates routes;
    private final Deprecations deprecations;
    private final TokenVerifier tokens;
    private final RateLimiter rateLimiter;
    private final OpenRequests openRequests;
    private final OpenUploads openUploads;
    private final BodyReader bodies;
    private final WriteHold hold;
    private final ResponseCache cache;
    private final FeatureRoutes features;

    ProxyHandler(
            Vertx vertx,
            Upstreams upstreams,
            Contracts contracts,
            TokenVerifier tokens,
            RateLimiter rateLimiter,
            OpenRequests openRequests,
            OpenUploads openUploads,
            BodyReader bodies,
            WriteHold hold,
            ResponseCache cache,
            FeatureRoutes features) {
        this.vertx = vertx;
        this.upstreams = upstreams;
        this.routes = contracts.routes();
        this.deprecations = contracts.deprecations();
        this.tokens = tokens;
        this.rateLimiter = rateLimiter;
        this.openRequests = openRequests;
        this.openUploads = openUploads;
        this.bodies = bodies;
        this.hold = hold;
        this.cache = cache;
        this.features = features;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, PRIORITY);
    }

    private void handle(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        if (!request.path().startsWith(ApiPath.ROOT)) {
            ctx.next();
            return;
        }
        Upstream upstream = upstreams.forPath(request.path());
        if (upstream == null) {
            GatewayProblem.NOT_FOUND.answer(ctx);
        } else if (RequestFraming.hasBody(request) && isDeclaredTooLarge(request, upstream)) {
            GatewayProblem.BODY_TOO_LARGE.answer(ctx);
        } else {
            request.pause();
            // Until somebody reads the body: of one that breaks meanwhile nobody else would be told.
            if (RequestFraming.hasBody(request))
                request.exceptionHandler(malformedOrGone -> GatewayProblem.BAD_REQUEST.answer(ctx));
            RequestContext.of(ctx)
                    .span()
                    .updateName(request.method() + " " + ApiPath.ROOT + ApiPath.prefix(request.path()));
            authenticate(ctx, upstream);
        }
    }

    private static boolean isDeclaredTooLarge(HttpServerRequest request, Upstream upstream) {
        long declared = RequestFraming.declaredLength(request);
        return declared > upstream.maxBodyBytes(request.path())
                && (declared != RequestFraming.UNKNOWN_LENGTH
                        || request.headers().contains(HttpHeaders.CONTENT_LENGTH));
    }

    private void authenticate(RoutingContext ctx, Upstream upstream) {
        String token = BearerToken.of(ctx.request());
        if (token == null) {
            if (upstream.isPublic(ctx.request().method(), ctx.request().path())) admitAnybody(ctx, upstream);
            else refuseUnauthenticated(ctx);
            return;
        }
        VerifiedToken cached = tokens.cached(token);
        if (cached != null) {
            admit(ctx, upstream, cached);
        } else if (tokens.isRefused(token) || !rateLimiter.mayVerify(addressKey(ctx))) {
            refuseUnauthenticated(ctx);
        } else {
            verify(token, ctx, upstream);
        }
    }

    private void verify(String token, RoutingContext ctx, Upstream upstream) {
        Context context = vertx.getOrCreateContext();
        tokens.verify(token, ctx)
                .subscribe()
                .with(
                        verified -> on(context, () -> {
                            if (verified == null) {
                                refuseUnauthenticated(ctx);
                            } else {
                                admit(ctx, upstream, verified);
                            }
                        }),
                        failure -> on(context, () -> {
                            LOG.warnf("a token could not be checked: %s", failure.toString());
                            GatewayProblem.SIGN_IN_UNAVAILABLE.answer(ctx);
                        }));
    }

    /** A request is handled on its own event loop, whichever thread the identity provider's response arrives on. */
    private static void on(Context context, Runnable work) {
        if (Vertx.currentContext() == context) {
            work.run();
        } else {
            context.runOnContext(back -> work.run());
        }
    }

    private void refuseUnauthenticated(RoutingContext ctx) {
        rateLimiter.countFailure(addressKey(ctx), decision -> refuseUnauthenticated(ctx, decision));
    }

    private static String addressKey(RoutingContext ctx) {
        return IpNetworks.rateLimitKey(RequestContext.of(ctx).clientIp());
    }

    private void refuseUnauthenticated(RoutingContext ctx, RateLimitDecision decision) {
        if (isOver(ctx)) return;
        rateLimiter.writeFailureHeaders(ctx.response(), decision);
        (decision.allowed() ? GatewayProblem.UNAUTHORIZED : GatewayProblem.RATE_LIMITED).answer(ctx);
    }

    private void admit(RoutingContext ctx, Upstream upstream, VerifiedToken token) {
        if (isOver(ctx) || !openRequests.identified(ctx, token.subject())) return;
        rateLimiter.countRequest(token.subject(), decision -> admit(ctx, upstream, token, decision));
    }

    /** Counted with what has no valid token: whoever tries out addresses that papers name is as slow as who tries out tokens. */
    private void admitAnybody(RoutingContext ctx, Upstream upstream) {
        String address = addressKey(ctx);
        rateLimiter.countFailure(address, decision -> {
            if (isOver(ctx)) return;
            rateLimiter.writeFailureHeaders(ctx.response(), decision);
            if (isAllowed(ctx, decision)) begin(ctx, upstream, address, route(ctx), CacheTurn.NONE);
        });
    }

    private void admit(RoutingContext ctx, Upstream upstream, VerifiedToken token, RateLimitDecision decision) {
        if (isOver(ctx)) return;
        rateLimiter.writeRequestHeaders(ctx.response(), decision);
        if (!isAllowed(ctx, decision)) return;
        HttpServerRequest request = ctx.request();
        String route = route(ctx);
        if (features.isOff(route, request)) {
            GatewayProblem.FEATURE_OFF.answer(ctx);
            return;
        }
        cache.handle(
                ctx,
                route,
                token.reach(),
                ApiPath.prefix(request.path()),
                turn -> begin(ctx, upstream, token.subject(), route, turn),
                status -> upstream.metrics()
                        .ended(
                                route,
                                request.method(),
                                status,
                                RequestContext.of(ctx).startedNanos()));
    }

    /** Whether the client is gone, or has its answer because its body broke. */
    private static boolean isOver(RoutingContext ctx) {
        return ctx.response().ended() || ctx.response().closed();
    }

    private static boolean isAllowed(RoutingContext ctx, RateLimitDecision decision) {
        if (!decision.allowed()) GatewayProblem.RATE_LIMITED.answer(ctx);
        return decision.allowed();
    }

    private String route(RoutingContext ctx) {
        String route = routes.of(ctx.request().path());
        deprecations.announce(route, ctx.request().method(), ctx.response().headers());
        return route;
    }

    private void begin(RoutingContext ctx, Upstream upstream, String caller, String route, CacheTurn turn) {
        HeldWrite write = hold.of(ctx, upstream.takesFiles(ctx.request().path()));
        new ProxyExchange(ctx, caller, upstream, route, bodies, openUploads, write, turn).start();
    }
}
