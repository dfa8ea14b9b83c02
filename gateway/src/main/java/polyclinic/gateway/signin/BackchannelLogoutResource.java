package polyclinic.gateway.signin;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import polyclinic.gateway.filters.GatewayProblem;
import polyclinic.gateway.filters.IpNetworks;
import polyclinic.gateway.filters.RequestContext;
import polyclinic.gateway.identityprovider.LogoutToken;
import polyclinic.gateway.identityprovider.OpenIdProvider;
import polyclinic.gateway.identityprovider.TokenRefused;
import polyclinic.gateway.ratelimit.RateLimiter;
import polyclinic.gateway.sessions.BrowserSessions;
import polyclinic.gateway.sessions.PublicOrigins;
import polyclinic.gateway.sessionstore.SealedStore;
import polyclinic.gateway.sessionstore.SessionKey;

/**
 * {@code POST /backchannel-logout}: the identity provider says that a session of its own has ended, by a signed token (OpenID Connect
 * Back-Channel Logout 1.0); what came from it here ends too.
 */
@Singleton
class BackchannelLogoutResource {

    private static final Logger LOG = Logger.getLogger(BackchannelLogoutResource.class);

    private static final String PATH = "/backchannel-logout";
    private static final String USED = "logout-token:";
    private static final int MAX_BODY_BYTES = 16 * 1024;

    /** Longer than a logout token is good for. */
    private static final Duration REMEMBERED = Duration.ofMinutes(15);

    private final PublicOrigins origins;
    private final OpenIdProvider provider;
    private final SealedStore store;
    private final BrowserSessions sessions;
    private final RateLimiter rateLimiter;

    BackchannelLogoutResource(
            PublicOrigins origins,
            OpenIdProvider provider,
            SealedStore store,
            BrowserSessions sessions,
            RateLimiter rateLimiter) {
        this.origins = origins;
        this.provider = provider;
        this.store = store;
        this.sessions = sessions;
        this.rateLimiter = rateLimiter;
    }

    void register(@Observes Router router) {
        if (!origins.areEnabled()) return;
        router.post(PATH)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
                .handler(this::logout)
                .failureHandler(ctx -> {
                    if (ctx.statusCode() == 413) GatewayProblem.BODY_TOO_LARGE.answer(ctx);
                    else ctx.next();
                });
        router.route(PATH).handler(ctx -> {
            ctx.response().putHeader(HttpHeaders.ALLOW, "POST");
            GatewayProblem.METHOD_NOT_ALLOWED.answer(ctx);
        });
    }

    private void logout(RoutingContext ctx) {
        List<String> tokens = ctx.request().formAttributes().getAll("logout_token");
        if (tokens.size() != 1) {
            refuse(ctx);
            return;
        }
        Context context = ctx.vertx().getOrCreateContext();
        provider.verifyLogoutToken(tokens.get(0))
                .compose(this::end)
                .onComplete(done -> context.runOnContext(back -> {
                    if (ctx.response().ended() || ctx.response().closed()) return;
                    if (done.succeeded()) ctx.response().setStatusCode(200).end();
                    else failed(ctx, done.cause());
                }));
    }

    private Future<Integer> end(LogoutToken token) {
        String place = USED + SessionKey.of(token.id()).hash();
        return store.claim(place, "used", REMEMBERED)
                .compose(first -> first ? sessions.end(token) : Future.failedFuture(new LogoutTokenReplayed()));
    }

    private void failed(RoutingContext ctx, Throwable failure) {
        if (failure instanceof TokenRefused || failure instanceof LogoutTokenReplayed) {
            LOG.infof("a logout token was refused: %s", failure.getMessage());
            refuse(ctx);
            return;
        }
        LOG.warnf("the identity provider ended a session, which goes on here until its tokens end: %s", failure);
        boolean away = failure instanceof SealedStore.Away;
        (away ? GatewayProblem.SESSIONS_UNAVAILABLE : GatewayProblem.SIGN_IN_UNAVAILABLE).answer(ctx);
    }

    private void refuse(RoutingContext ctx) {
        String address = IpNetworks.rateLimitKey(RequestContext.of(ctx).clientIp());
        rateLimiter.countFailure(address, decision -> {
            rateLimiter.writeFailureHeaders(ctx.response(), decision);
            (decision.allowed() ? GatewayProblem.INVALID_LOGOUT_TOKEN : GatewayProblem.RATE_LIMITED).answer(ctx);
        });
    }

    private static final class LogoutTokenReplayed extends RuntimeException {
        private static final long serialVersionUID = 1;

        LogoutTokenReplayed() {
            super("it was used before", null, false, false);
        }
    }
}
