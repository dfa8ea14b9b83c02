package polyclinic.gateway.notifications;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.bodies.BodyReader;
import polyclinic.gateway.bodies.BodyRefused;
import polyclinic.gateway.callers.CallerAdmission;
import polyclinic.gateway.callers.SignedInCaller;
import polyclinic.gateway.feed.FeedTopic;
import polyclinic.gateway.feed.NotificationId;
import polyclinic.gateway.feedaccess.CallerOrigin;
import polyclinic.gateway.feedaccess.CallerRefused;
import polyclinic.gateway.feedaccess.FeedGate;
import polyclinic.gateway.feedaccess.FeedSelection;
import polyclinic.gateway.filters.GatewayProblem;
import polyclinic.gateway.notifications.NotificationQueries.Page;

/** {@code GET /api/v1/notifications?unread=&limit=&after=} and {@code POST /api/v1/notifications/{id}/read}. */
@Singleton
class NotificationResource {

    private static final String PATH = "/api/v1/notifications";
    private static final Pattern READ = Pattern.compile(PATH + "/([^/]+)/read");

    /** After what puts a session's token in the place of its cookie (255), before the proxy (250), which does not know the path. */
    private static final int PRIORITY = 252;

    private static final Pattern LIMIT = Pattern.compile("\\d{1,3}");
    private static final String DEFAULT_LIMIT = "50";
    private static final int MAX_LIMIT = 200;
    private static final Set<String> BOOLEANS = Set.of("true", "false");
    private static final int MAX_BODY_BYTES = 1024;

    private static final FeedSelection SELECTION = new FeedSelection(Set.of(FeedTopic.NOTIFICATIONS), null, null);

    private final CallerAdmission admission;
    private final FeedGate gate;
    private final NotificationQueries notifications;
    private final BodyReader bodies;

    NotificationResource(
            CallerAdmission admission, FeedGate gate, NotificationQueries notifications, BodyReader bodies) {
        this.admission = admission;
        this.gate = gate;
        this.notifications = notifications;
        this.bodies = bodies;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, PRIORITY);
    }

    private void handle(RoutingContext ctx) {
        String path = ctx.request().path();
        Matcher read = READ.matcher(path);
        if (PATH.equals(path)) {
            admit(ctx, HttpMethod.GET, caller -> {
                ctx.request().resume();
                list(ctx, caller);
            });
        } else if (read.matches()) {
            admit(ctx, HttpMethod.POST, caller -> read(ctx, caller, NotificationId.place(read.group(1))));
        } else {
            ctx.next();
        }
    }

    private void admit(RoutingContext ctx, HttpMethod method, Consumer<SignedInCaller> next) {
        if (ctx.request().method() == method) {
            admission.admit(ctx, caller -> {
                if (gate.admits(caller, SELECTION)) next.accept(caller);
                else GatewayProblem.FORBIDDEN.answer(ctx);
            });
        } else {
            ctx.response().putHeader(HttpHeaders.ALLOW, method.name());
            GatewayProblem.METHOD_NOT_ALLOWED.answer(ctx);
        }
    }

    private void list(RoutingContext ctx, SignedInCaller caller) {
        MultiMap parameters = ctx.queryParams();
        String unread = parameters.contains("unread") ? parameters.get("unread") : "false";
        String limit = parameters.contains("limit") ? parameters.get("limit") : DEFAULT_LIMIT;
        String after = parameters.get("after");
        OptionalLong before = after == null ? OptionalLong.empty() : NotificationId.place(after);
        if (!BOOLEANS.contains(unread) || !isLimit(limit) || after != null && before.isEmpty()) {
            GatewayProblem.INVALID_INPUT.answer(ctx);
            return;
        }
        @Nullable Long place = before.isPresent() ? before.getAsLong() : null;
        boolean onlyUnread = Boolean.parseBoolean(unread);
        Future<Page> page = gate.subscriber(caller, CallerOrigin.of(ctx))
                .compose(who -> notifications.list(who, place, Integer.parseInt(limit), onlyUnread));
        answer(ctx, page, found -> {
            if (found.next() != null)
                ctx.response()
                        .putHeader(
                                "link",
                                "<" + PATH + "?unread=" + unread + "&limit=" + limit + "&after=" + found.next()
                                        + ">; rel=\"next\"");
            json(ctx, new JsonObject().put("items", found.items()).put("next", found.next()));
        });
    }

    private static boolean isLimit(String text) {
        return LIMIT.matcher(text).matches() && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MAX_LIMIT;
    }

    private void read(RoutingContext ctx, SignedInCaller caller, OptionalLong place) {
        CallerOrigin origin = CallerOrigin.of(ctx);
        Context context = ctx.vertx().getOrCreateContext();
        bodies.readWhole(ctx, caller.subject(), MAX_BODY_BYTES)
                .onComplete(body -> context.runOnContext(back -> {
                    if (ctx.response().ended() || ctx.response().closed()) return;
                    if (body.failed()) {
                        problem(body.cause()).answer(ctx);
                    } else if (!saysNothing(body.result())) {
                        GatewayProblem.INVALID_INPUT.answer(ctx);
                    } else if (place.isEmpty()) {
                        GatewayProblem.NOT_FOUND.answer(ctx);
                    } else {
                        Future<@Nullable JsonObject> marked = gate.subscriber(caller, origin)
                                .compose(who -> notifications.read(who, place.getAsLong()));
                        answer(ctx, marked, view -> {
                            if (view == null) GatewayProblem.NOT_FOUND.answer(ctx);
                            else json(ctx, view);
                        });
                    }
                }));
    }

    /** An action that needs nothing takes an empty object; nothing at all is as good. */
    private static boolean saysNothing(Buffer body) {
        if (body.length() == 0) return true;
        try {
            return new JsonObject(body).isEmpty();
        } catch (DecodeException | NullPointerException malformed) {
            return false;
        }
    }

    private static <T extends @Nullable Object> void answer(RoutingContext ctx, Future<T> result, Consumer<T> write) {
        Context context = ctx.vertx().getOrCreateContext();
        result.onComplete(done -> context.runOnContext(back -> {
            if (ctx.response().ended() || ctx.response().closed()) return;
            if (done.failed()) problem(done.cause()).answer(ctx);
            else write.accept(done.result());
        }));
    }

    private static GatewayProblem problem(Throwable failure) {
        if (failure instanceof BodyRefused refused) return refused.problem();
        return failure instanceof CallerRefused ? GatewayProblem.UNAUTHORIZED : GatewayProblem.SERVICE_UNAVAILABLE;
    }

    private static void json(RoutingContext ctx, JsonObject body) {
        ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(body.toBuffer());
    }
}
