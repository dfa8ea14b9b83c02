package polyclinic.gateway.callers;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import polyclinic.gateway.filters.GatewayProblem;
import polyclinic.gateway.filters.IpNetworks;
import polyclinic.gateway.filters.RequestContext;
import polyclinic.gateway.openrequests.OpenRequests;
import polyclinic.gateway.ratelimit.RateLimiter;
import polyclinic.gateway.tokens.BearerToken;
import polyclinic.gateway.tokens.TokenVerifier;

/**
 * Lets callers of the gateway's own operations in as the proxy does those of the services': with a valid token, and no more and no
 * more often than one caller may. Whoever is not let in has been answered.
 */
@Singleton
public class CallerAdmission {

    private static final Logger LOG = Logger.getLogger(CallerAdmission.class);

    private final Vertx vertx;
    private final TokenVerifier tokens;
    private final RateLimiter rateLimiter;
    private final OpenRequests openRequests;

    CallerAdmission(Vertx vertx, TokenVerifier tokens, RateLimiter rateLimiter, OpenRequests openRequests) {
        this.vertx = vertx;
        this.tokens = tokens;
        this.rateLimiter = rateLimiter;
        this.openRequests = openRequests;
    }

    /** The request stands still meanwhile; {@code next}, which runs on its event loop, has to resume it. */
    public void admit(RoutingContext ctx, Consumer<SignedInCaller> next) {
        ctx.request().pause();
        Context context = vertx.getOrCreateContext();
        Consumer<SignedInCaller> then = caller -> context.runOnContext(back -> {
            if (!isOver(ctx)) next.accept(caller);
        });
        String token = BearerToken.of(ctx.request());
        if (token == null || tokens.isRefused(token)) {
            refuse(ctx);
        } else if (tokens.cached(token) != null) {
            count(ctx, SignedInCaller.of(token), then);
        } else if (!rateLimiter.mayVerify(addressKey(ctx))) {
            refuse(ctx);
        } else {
            verify(ctx, context, token, then);
        }
    }

    private void verify(RoutingContext ctx, Context context, String token, Consumer<SignedInCaller> then) {
        tokens.verify(token, ctx)
                .subscribe()
                .with(
                        verified -> context.runOnContext(back -> {
                            if (verified == null) refuse(ctx);
                            else count(ctx, SignedInCaller.of(token), then);
                        }),
                        failure -> context.runOnContext(back -> {
                            LOG.warnf("a token could not be checked: %s", failure.toString());
                            GatewayProblem.SIGN_IN_UNAVAILABLE.answer(ctx);
                        }));
    }

    private void count(RoutingContext ctx, SignedInCaller caller, Consumer<SignedInCaller> then) {
        if (isOver(ctx) || !openRequests.identified(ctx, caller.subject())) return;
        rateLimiter.countRequest(caller.subject(), decision -> {
            if (isOver(ctx)) return;
            rateLimiter.writeRequestHeaders(ctx.response(), decision);
            if (decision.allowed()) then.accept(caller);
            else GatewayProblem.RATE_LIMITED.answer(ctx);
        });
    }

    private void refuse(RoutingContext ctx) {
        rateLimiter.countFailure(addressKey(ctx), decision -> {
            if (isOver(ctx)) return;
            rateLimiter.writeFailureHeaders(ctx.response(), decision);
            (decision.allowed() ? GatewayProblem.UNAUTHORIZED : GatewayProblem.RATE_LIMITED).answer(ctx);
        });
    }

    private static String addressKey(RoutingContext ctx) {
        return IpNetworks.rateLimitKey(RequestContext.of(ctx).clientIp());
    }

    private static boolean isOver(RoutingContext ctx) {
        return ctx.response().ended() || ctx.response().closed();
    }
}
