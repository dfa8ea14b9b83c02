package polyclinic.gateway.sessions;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.filters.GatewayProblem;
import polyclinic.gateway.sessions.BrowserSessions.Found;
import polyclinic.gateway.sessionstore.SealedStore;
import polyclinic.gateway.upstreams.ApiPath;

/**
 * Puts the person's token in the place of a session's cookie, so that everything behind it sees a client with a token of its own. A
 * request that has a token already is left as it is: its cookie counts for nothing.
 */
@Singleton
class SessionFilter {

    private static final Logger LOG = Logger.getLogger(SessionFilter.class);

    /** After the syntax checks (260), before everything that looks for a token (252 and less). */
    private static final int PRIORITY = 255;

    private static final String KEY = "polyclinic.browser-session";

    private final PublicOrigins origins;
    private final SessionCookies cookies;
    private final BrowserSessions sessions;
    private final CrossSiteCheck crossSite;

    SessionFilter(PublicOrigins origins, SessionCookies cookies, BrowserSessions sessions, CrossSiteCheck crossSite) {
        this.origins = origins;
        this.cookies = cookies;
        this.sessions = sessions;
        this.crossSite = crossSite;
    }

    void register(@Observes Filters filters) {
        if (origins.areEnabled()) filters.register(this::filter, PRIORITY);
    }

    /** The session in whose name the request is served; null without one. */
    static @Nullable Found of(RoutingContext ctx) {
        return ctx.get(KEY);
    }

    private void filter(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        String secret =
                request.path().startsWith(ApiPath.ROOT) && !request.headers().contains(HttpHeaders.AUTHORIZATION)
                        ? cookies.session(request)
                        : null;
        if (secret == null) {
            ctx.next();
            return;
        }
        request.pause();
        // Whoever reads the body sets a handler of their own; until then nobody would be told that it broke.
        request.exceptionHandler(brokenOrGone -> {});
        Context context = ctx.vertx().getOrCreateContext();
        sessions.use(secret).onComplete(done -> context.runOnContext(back -> found(ctx, done)));
    }

    private void found(RoutingContext ctx, AsyncResult<@Nullable Found> done) {
        if (ctx.response().ended() || ctx.response().closed()) return;
        Found found = done.result();
        if (done.failed()) {
            refuse(ctx, done.cause());
        } else if (found == null) {
            cookies.clearSession(ctx.response());
            goOn(ctx);
        } else if (!crossSite.passes(ctx.request(), found.session())) {
            GatewayProblem.CROSS_SITE_REQUEST.answer(ctx);
        } else {
            ctx.put(KEY, found);
            ctx.request()
                    .headers()
                    .set(HttpHeaders.AUTHORIZATION, "Bearer " + found.session().accessToken());
            goOn(ctx);
        }
    }

    private static void refuse(RoutingContext ctx, Throwable failure) {
        LOG.warnf("a session could not be used: %s", failure.toString());
        boolean store = failure instanceof SealedStore.Away;
        (store ? GatewayProblem.SESSIONS_UNAVAILABLE : GatewayProblem.SIGN_IN_UNAVAILABLE).answer(ctx);
    }

    private static void goOn(RoutingContext ctx) {
        ctx.request().resume();
        ctx.next();
    }
}
