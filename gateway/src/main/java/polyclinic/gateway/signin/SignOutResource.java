package polyclinic.gateway.signin;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.filters.GatewayProblem;
import polyclinic.gateway.sessions.BrowserSessions;
import polyclinic.gateway.sessions.BrowserSessions.Found;
import polyclinic.gateway.sessions.CrossSiteCheck;
import polyclinic.gateway.sessions.PublicOrigins;
import polyclinic.gateway.sessions.SessionCookies;
import polyclinic.gateway.sessions.SessionEnd;

/**
 * {@code POST /logout}: the session of this browser ends, here and at the identity provider, so that whoever sits there next is asked
 * for a password. 204 also when it was over already.
 */
@Singleton
class SignOutResource {

    private final PublicOrigins origins;
    private final BrowserSessions sessions;
    private final SessionCookies cookies;
    private final CrossSiteCheck crossSite;

    SignOutResource(PublicOrigins origins, BrowserSessions sessions, SessionCookies cookies, CrossSiteCheck crossSite) {
        this.origins = origins;
        this.sessions = sessions;
        this.cookies = cookies;
        this.crossSite = crossSite;
    }

    void register(@Observes Router router) {
        if (origins.areEnabled()) router.route("/logout").handler(this::handle);
    }

    private void handle(RoutingContext ctx) {
        if (ctx.request().method() != HttpMethod.POST) {
            ctx.response().putHeader(HttpHeaders.ALLOW, "POST");
            GatewayProblem.METHOD_NOT_ALLOWED.answer(ctx);
            return;
        }
        String secret = cookies.session(ctx.request());
        if (secret == null) {
            over(ctx);
            return;
        }
        Context context = ctx.vertx().getOrCreateContext();
        sessions.find(secret)
                .compose(found -> end(ctx, found))
                .onComplete(done -> context.runOnContext(back -> {
                    if (ctx.response().ended() || ctx.response().closed()) return;
                    if (done.failed()) GatewayProblem.SESSIONS_UNAVAILABLE.answer(ctx);
                    else if (done.result()) over(ctx);
                    else GatewayProblem.CROSS_SITE_REQUEST.answer(ctx);
                }));
    }

    /** Returns whether there is no session any more. */
    private Future<Boolean> end(RoutingContext ctx, @Nullable Found found) {
        if (found == null) return Future.succeededFuture(true);
        if (!crossSite.passes(ctx.request(), found.session())) return Future.succeededFuture(false);
        return sessions.end(found, SessionEnd.SIGN_OUT).map(true);
    }

    private void over(RoutingContext ctx) {
        cookies.clearSession(ctx.response());
        // What the page has kept of patients goes with the person (W3C Clear Site Data).
        ctx.response()
                .putHeader("Clear-Site-Data", "\"cache\", \"storage\"")
                .setStatusCode(204)
                .end();
    }
}
