package polyclinic.gateway.changes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.features.SuiteFeature;
import polyclinic.gateway.callers.CallerAdmission;
import polyclinic.gateway.callers.SignedInCaller;
import polyclinic.gateway.features.KnownFeatures;
import polyclinic.gateway.feedaccess.CallerOrigin;
import polyclinic.gateway.feedaccess.CallerRefused;
import polyclinic.gateway.feedaccess.FeedGate;
import polyclinic.gateway.feedaccess.FeedSelection;
import polyclinic.gateway.filters.GatewayProblem;

/** {@code GET /api/v1/changes?after=&limit=&topics=}. */
@Singleton
class ChangesResource {

    private static final String PATH = "/api/v1/changes";

    /** After CORS (300) and the syntax checks (260), before the proxy (250), which does not know the path. */
    private static final int PRIORITY = 255;

    private static final Pattern PLACE = Pattern.compile("\\d{1,16}");
    private static final Pattern LIMIT = Pattern.compile("\\d{1,4}");
    private static final String DEFAULT_LIMIT = "100";
    private static final int MAX_LIMIT = 500;

    private final CallerAdmission admission;
    private final FeedGate gate;
    private final ChangeQueries changes;
    private final KnownFeatures features;

    ChangesResource(CallerAdmission admission, FeedGate gate, ChangeQueries changes, KnownFeatures features) {
        this.admission = admission;
        this.gate = gate;
        this.changes = changes;
        this.features = features;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, PRIORITY);
    }

    private void handle(RoutingContext ctx) {
        if (!PATH.equals(ctx.request().path())) {
            ctx.next();
        } else if (ctx.request().method() != HttpMethod.GET) {
            ctx.response().putHeader(HttpHeaders.ALLOW, "GET");
            GatewayProblem.METHOD_NOT_ALLOWED.answer(ctx);
        } else {
            admission.admit(ctx, caller -> admitted(ctx, caller));
        }
    }

    private void admitted(RoutingContext ctx, SignedInCaller caller) {
        ctx.request().resume();
        MultiMap parameters = ctx.queryParams();
        FeedSelection selection = FeedSelection.of(parameters).orElse(null);
        String after = parameters.get("after");
        int limit = limit(parameters.get("limit"));
        if (selection == null
                || limit == 0
                || after != null && !PLACE.matcher(after).matches()) {
            GatewayProblem.INVALID_INPUT.answer(ctx);
        } else if (!features.isOn(SuiteFeature.CHANGE_FEED, caller)) {
            GatewayProblem.FEATURE_OFF.answer(ctx);
        } else if (!gate.admits(caller, selection)) {
            GatewayProblem.FORBIDDEN.answer(ctx);
        } else {
            Context context = ctx.vertx().getOrCreateContext();
            answer(ctx, caller, selection, after, limit)
                    .onComplete(done -> context.runOnContext(back -> {
                        if (ctx.response().ended() || ctx.response().closed()) return;
                        if (done.failed()) problem(done.cause()).answer(ctx);
                        else
                            ctx.response()
                                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                                    .end(done.result());
                    }));
        }
    }

    private Future<String> answer(
            RoutingContext ctx, SignedInCaller caller, FeedSelection selection, @Nullable String after, int limit) {
        if (after == null) return changes.beginning();
        return gate.subscriber(caller, CallerOrigin.of(ctx))
                .compose(who -> changes.after(Long.parseLong(after), limit, who, selection));
    }

    private static GatewayProblem problem(Throwable failure) {
        if (failure instanceof CallerRefused) return GatewayProblem.UNAUTHORIZED;
        return failure instanceof ChangesGone ? GatewayProblem.CHANGES_GONE : GatewayProblem.SERVICE_UNAVAILABLE;
    }

    /** Zero for what is no limit. */
    private static int limit(@Nullable String text) {
        String asked = text == null ? DEFAULT_LIMIT : text;
        return LIMIT.matcher(asked).matches() ? Math.min(MAX_LIMIT, Integer.parseInt(asked)) : 0;
    }
}
