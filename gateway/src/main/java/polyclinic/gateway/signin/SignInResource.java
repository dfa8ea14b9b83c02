package polyclinic.gateway.signin;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.clients.UrlForm;
import polyclinic.gateway.filters.GatewayProblem;
import polyclinic.gateway.filters.IpNetworks;
import polyclinic.gateway.filters.RequestContext;
import polyclinic.gateway.identityprovider.GrantRefused;
import polyclinic.gateway.identityprovider.OpenIdProvider;
import polyclinic.gateway.identityprovider.TokenRefused;
import polyclinic.gateway.ratelimit.RateLimiter;
import polyclinic.gateway.sessions.BrowserSessions;
import polyclinic.gateway.sessions.PublicOrigins;
import polyclinic.gateway.sessions.SessionCookies;
import polyclinic.gateway.sessionstore.SealedStore;
import polyclinic.gateway.sessionstore.SessionConfig;
import polyclinic.gateway.sessionstore.SessionKey;
import polyclinic.gateway.signin.SignInMetrics.Outcome;

/**
 * {@code GET /login} sends a browser to the identity provider and {@code GET /callback} takes it back: the authorization code flow (RFC
 * 6749) with PKCE (RFC 7636), {@code state} good once and in the browser alone that began, and {@code nonce}.
 */
@Singleton
class SignInResource {

    private static final Logger LOG = Logger.getLogger(SignInResource.class);

    private static final String CALLBACK = "/callback";
    private static final String ATTEMPT = "sign-in:";
    private static final int MAX_CODE_LENGTH = 2_000;

    /** What Keycloak says when the person took longer than a sign-in may take there: nothing is wrong, it has to begin again. */
    private static final String EXPIRED = "temporarily_unavailable";

    private final PublicOrigins origins;
    private final SealedStore store;
    private final SessionConfig config;
    private final SessionCookies cookies;
    private final BrowserSessions sessions;
    private final OpenIdProvider provider;
    private final RateLimiter rateLimiter;
    private final SignInMetrics metrics;

    SignInResource(
            PublicOrigins origins,
            SealedStore store,
            SessionConfig config,
            SessionCookies cookies,
            BrowserSessions sessions,
            OpenIdProvider provider,
            RateLimiter rateLimiter,
            SignInMetrics metrics) {
        this.origins = origins;
        this.store = store;
        this.config = config;
        this.cookies = cookies;
        this.sessions = sessions;
        this.provider = provider;
        this.rateLimiter = rateLimiter;
        this.metrics = metrics;
    }

    void register(@Observes Router router) {
        if (!origins.areEnabled()) return;
        router.route("/login").handler(ctx -> onlyGet(ctx, this::login));
        router.route(CALLBACK).handler(ctx -> onlyGet(ctx, this::callback));
    }

    private static void onlyGet(RoutingContext ctx, Consumer<RoutingContext> then) {
        if (ctx.request().method() == HttpMethod.GET) {
            then.accept(ctx);
        } else {
            ctx.response().putHeader(HttpHeaders.ALLOW, "GET");
            GatewayProblem.METHOD_NOT_ALLOWED.answer(ctx);
        }
    }

    private void login(RoutingContext ctx) {
        ReturnPath returnPath = ReturnPath.of(ctx.queryParam("return"));
        if (returnPath == null) {
            GatewayProblem.INVALID_RETURN.answer(ctx);
            return;
        }
        String origin = origins.of(ctx.request());
        if (origin == null) {
            // The cookie would be that of another host than the one that the code comes to.
            redirect(ctx, origins.first() + "/login?return=" + UrlForm.encode(returnPath.text()));
            return;
        }
        counted(ctx, () -> begin(ctx, origin, returnPath));
    }

    /** Counted with what has no valid token: each one is a place in the store for some minutes. */
    private void counted(RoutingContext ctx, Runnable then) {
        String address = IpNetworks.rateLimitKey(RequestContext.of(ctx).clientIp());
        rateLimiter.countFailure(address, decision -> {
            rateLimiter.writeFailureHeaders(ctx.response(), decision);
            if (decision.allowed()) then.run();
            else GatewayProblem.RATE_LIMITED.answer(ctx);
        });
    }

    private void begin(RoutingContext ctx, String origin, ReturnPath returnPath) {
        // One for all tabs of the browser, so that they can sign in side by side.
        String known = cookies.signIn(ctx.request());
        String browser = known == null ? SessionKey.newSecret() : known;
        String state = SessionKey.newSecret();
        SignInAttempt attempt =
                SignInAttempt.begin(browser, origin + CALLBACK, returnPath, cookies.session(ctx.request()));
        Future<String> address = store.put(place(state), attempt.toJson(), config.signIn())
                .compose(kept -> provider.authorizationAddress(Map.of(
                        "redirect_uri",
                        attempt.redirectUri(),
                        "state",
                        state,
                        "nonce",
                        attempt.nonce(),
                        "code_challenge",
                        attempt.challenge(),
                        "code_challenge_method",
                        "S256")));
        then(ctx, address, to -> {
            metrics.count(Outcome.BEGUN);
            cookies.setSignIn(ctx.response(), browser, config.signIn());
            redirect(ctx, to);
        });
    }

    private void callback(RoutingContext ctx) {
        String state = single(ctx, "state");
        if (state == null || !SessionKey.isSecret(state)) {
            refuse(ctx);
            return;
        }
        then(ctx, store.take(place(state)), content -> {
            SignInAttempt attempt = content == null ? null : SignInAttempt.of(content);
            String browser = cookies.signIn(ctx.request());
            if (attempt == null || browser == null || !attempt.browser().matches(browser)) refuse(ctx);
            else returned(ctx, attempt);
        });
    }

    private void returned(RoutingContext ctx, SignInAttempt attempt) {
        then(ctx, provider.isOurs(single(ctx, "iss")), ours -> {
            String error = single(ctx, "error");
            String code = single(ctx, "code");
            if (!ours) {
                refuse(ctx);
            } else if (EXPIRED.equals(error)) {
                redirect(
                        ctx,
                        "/login?return=" + UrlForm.encode(attempt.returnPath().text()));
            } else if (error != null) {
                metrics.count(Outcome.REFUSED);
                GatewayProblem.SIGN_IN_REFUSED.answer(ctx);
            } else if (code == null || code.length() > MAX_CODE_LENGTH) {
                refuse(ctx);
            } else {
                redeem(ctx, attempt, code);
            }
        });
    }

    private void redeem(RoutingContext ctx, SignInAttempt attempt, String code) {
        HttpServerRequest request = ctx.request();
        Future<String> begun = provider.redeem(code, attempt.verifier(), attempt.redirectUri())
                .compose(tokens -> provider.verifyIdToken(tokens.idToken(), attempt.nonce())
                        .compose(person -> sessions.begin(
                                person,
                                tokens,
                                RequestContext.of(ctx).clientIp(),
                                request.headers().get(HttpHeaders.USER_AGENT))))
                .compose(secret -> endPrevious(attempt).map(ended -> secret));
        then(ctx, begun, secret -> {
            metrics.count(Outcome.SIGNED_IN);
            cookies.setSession(ctx.response(), secret);
            redirect(ctx, attempt.returnPath().text());
        });
    }

    /** What the browser had before is over; it may be somebody else's. */
    private Future<Void> endPrevious(SignInAttempt attempt) {
        return attempt.previous() == null ? Future.succeededFuture() : sessions.replace(attempt.previous());
    }

    private void refuse(RoutingContext ctx) {
        metrics.count(Outcome.INVALID);
        counted(ctx, () -> GatewayProblem.INVALID_SIGN_IN.answer(ctx));
    }

    /** On the request's own event loop, whichever the result comes on. */
    private <T> void then(RoutingContext ctx, Future<T> result, Consumer<T> write) {
        Context context = ctx.vertx().getOrCreateContext();
        result.onComplete(done -> context.runOnContext(back -> {
            if (ctx.response().ended() || ctx.response().closed()) return;
            if (done.succeeded()) write.accept(done.result());
            else failed(ctx, done.cause());
        }));
    }

    private void failed(RoutingContext ctx, Throwable failure) {
        if (failure instanceof GrantRefused || failure instanceof TokenRefused) {
            LOG.infof("a sign-in was refused: %s", failure.getMessage());
            refuse(ctx);
            return;
        }
        LOG.warnf("nobody can sign in: %s", failure.toString());
        boolean away = failure instanceof SealedStore.Away;
        metrics.count(Outcome.UNAVAILABLE);
        (away ? GatewayProblem.SESSIONS_UNAVAILABLE : GatewayProblem.SIGN_IN_UNAVAILABLE).answer(ctx);
    }

    private static @Nullable String single(RoutingContext ctx, String name) {
        List<String> values = ctx.queryParam(name);
        return values.size() == 1 ? values.get(0) : null;
    }

    private static void redirect(RoutingContext ctx, String to) {
        ctx.response().setStatusCode(303).putHeader(HttpHeaders.LOCATION, to).end();
    }

    private static String place(String state) {
        return ATTEMPT + SessionKey.of(state).hash();
    }
}
