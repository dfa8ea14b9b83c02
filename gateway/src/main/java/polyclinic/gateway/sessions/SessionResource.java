package polyclinic.gateway.sessions;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.filters.GatewayProblem;
import polyclinic.gateway.filters.IpNetworks;
import polyclinic.gateway.filters.RequestContext;
import polyclinic.gateway.ratelimit.RateLimiter;
import polyclinic.gateway.sessions.BrowserSessions.Found;
import polyclinic.gateway.sessionstore.SealedStore;
import polyclinic.gateway.tokens.BearerToken;
import polyclinic.gateway.tokens.TokenVerifier;
import polyclinic.gateway.tokens.VerifiedToken;

/**
 * {@code GET /api/v1/session}: who is signed in in this browser, with the token against cross-site requests. {@code GET
 * /api/v1/sessions} and {@code DELETE /api/v1/sessions/{id}}: all of the person's, also for clients with tokens of their own.
 */
@Singleton
class SessionResource {

    /** Behind {@link SessionFilter} (255), before the proxy (250); a route's order is the negative of a filter's priority. */
    private static final int ORDER = -252;

    private static final String ONE = "/api/v1/session";
    private static final String ALL = "/api/v1/sessions";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final PublicOrigins origins;
    private final BrowserSessions sessions;
    private final SessionCookies cookies;
    private final TokenVerifier tokens;
    private final RateLimiter rateLimiter;

    SessionResource(
            PublicOrigins origins,
            BrowserSessions sessions,
            SessionCookies cookies,
            TokenVerifier tokens,
            RateLimiter rateLimiter) {
        this.origins = origins;
        this.sessions = sessions;
        this.cookies = cookies;
        this.tokens = tokens;
        this.rateLimiter = rateLimiter;
    }

    void register(@Observes Router router) {
        if (!origins.areEnabled()) return;
        route(router, ONE, Map.of(HttpMethod.GET, this::session));
        route(router, ALL, Map.of(HttpMethod.GET, this::list));
        route(router, ALL + "/:id", Map.of(HttpMethod.DELETE, this::end));
    }

    private interface Operation {
        void answer(RoutingContext ctx, String subject);
    }

    private void route(Router router, String path, Map<HttpMethod, Operation> operations) {
        router.route(path).order(ORDER).handler(ctx -> {
            HttpMethod method = ctx.request().method() == HttpMethod.HEAD
                    ? HttpMethod.GET
                    : ctx.request().method();
            Operation operation = operations.get(method);
            if (operation != null) {
                identified(ctx, subject -> operation.answer(ctx, subject));
                return;
            }
            HttpMethod only = operations.keySet().iterator().next();
            ctx.response().putHeader(HttpHeaders.ALLOW, only == HttpMethod.GET ? "GET, HEAD" : only.name());
            GatewayProblem.METHOD_NOT_ALLOWED.answer(ctx);
        });
    }

    /** Goes on with the subject of a valid token, within its limits. */
    private void identified(RoutingContext ctx, Consumer<String> then) {
        String token = BearerToken.of(ctx.request());
        VerifiedToken cached = token == null ? null : tokens.cached(token);
        String address = IpNetworks.rateLimitKey(RequestContext.of(ctx).clientIp());
        if (cached != null) {
            admit(ctx, cached, then);
        } else if (token == null || tokens.isRefused(token) || !rateLimiter.mayVerify(address)) {
            refuse(ctx, address);
        } else {
            Context context = ctx.vertx().getOrCreateContext();
            tokens.verify(token, ctx)
                    .subscribe()
                    .with(
                            verified -> context.runOnContext(back -> {
                                if (verified == null) refuse(ctx, address);
                                else admit(ctx, verified, then);
                            }),
                            failure -> context.runOnContext(back -> GatewayProblem.SIGN_IN_UNAVAILABLE.answer(ctx)));
        }
    }

    private void refuse(RoutingContext ctx, String address) {
        rateLimiter.countFailure(address, decision -> {
            rateLimiter.writeFailureHeaders(ctx.response(), decision);
            (decision.allowed() ? GatewayProblem.UNAUTHORIZED : GatewayProblem.RATE_LIMITED).answer(ctx);
        });
    }

    private void admit(RoutingContext ctx, VerifiedToken token, Consumer<String> then) {
        rateLimiter.countRequest(token.subject(), decision -> {
            rateLimiter.writeRequestHeaders(ctx.response(), decision);
            if (decision.allowed()) then.accept(token.subject());
            else GatewayProblem.RATE_LIMITED.answer(ctx);
        });
    }

    private void session(RoutingContext ctx, String subject) {
        Found found = SessionFilter.of(ctx);
        if (found == null) {
            GatewayProblem.NO_SESSION.answer(ctx);
            return;
        }
        BrowserSession session = found.session();
        answer(
                ctx,
                view(found, found)
                        .put("subject", subject)
                        .put("username", session.name())
                        .put("roles", new JsonArray(session.roles()))
                        .put("csrfToken", session.csrfToken()));
    }

    private void list(RoutingContext ctx, String subject) {
        then(ctx, sessions.ofPerson(subject), found -> {
            JsonArray items = new JsonArray();
            found.forEach(one -> items.add(view(one, SessionFilter.of(ctx))));
            answer(ctx, new JsonObject().put("items", items).putNull("next"));
        });
    }

    /** 204 also when there is none, or none any more: a second try finds nothing to do. */
    private void end(RoutingContext ctx, String subject) {
        String id = ctx.pathParam("id");
        if (!ID.matcher(id).matches()) {
            GatewayProblem.NOT_FOUND.answer(ctx);
            return;
        }
        Future<Void> ended = sessions.ofPerson(subject).compose(all -> all.stream()
                .filter(one -> one.session().id().toString().equals(id))
                .findFirst()
                .map(one -> sessions.end(one, SessionEnd.PERSON))
                .orElse(Future.succeededFuture()));
        then(ctx, ended, done -> {
            Found own = SessionFilter.of(ctx);
            if (own != null && own.session().id().toString().equals(id)) cookies.clearSession(ctx.response());
            ctx.response().setStatusCode(204).end();
        });
    }

    private <T> void then(RoutingContext ctx, Future<T> result, Consumer<T> write) {
        Context context = ctx.vertx().getOrCreateContext();
        result.onComplete(done -> context.runOnContext(back -> completed(ctx, done, write)));
    }

    private static <T> void completed(RoutingContext ctx, AsyncResult<T> done, Consumer<T> write) {
        if (ctx.response().ended() || ctx.response().closed()) return;
        if (done.succeeded()) write.accept(done.result());
        else if (done.cause() instanceof SealedStore.Away) GatewayProblem.SESSIONS_UNAVAILABLE.answer(ctx);
        else ctx.fail(done.cause());
    }

    private JsonObject view(Found found, @Nullable Found current) {
        BrowserSession session = found.session();
        return new JsonObject()
                .put("id", session.id().toString())
                .put("createdAt", text(session.createdAt()))
                .put("lastSeenAt", text(found.lastSeenAt()))
                .put("idleEndsAt", text(sessions.idleEnd(found)))
                .put("endsAt", text(session.endsAt()))
                .put("ip", session.address())
                .put("userAgent", session.userAgent())
                .put("current", current != null && current.session().id().equals(session.id()));
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static void answer(RoutingContext ctx, JsonObject body) {
        ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(body.toBuffer());
    }
}
