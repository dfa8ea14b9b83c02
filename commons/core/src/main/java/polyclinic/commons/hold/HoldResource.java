package polyclinic.commons.hold;

import io.quarkus.logging.Log;
import io.quarkus.vertx.http.ManagementInterface;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /q/hold} of the management interface. {@code POST} with {@code {"for":"10s"}} begins a hold or extends it, {@code DELETE}
 * ends it, {@code GET} looks; each answers {@code {"held", "until", "underWay", "pending": {…}, "behindMillis": {…}}}, the last of
 * {@link FollowingWork} alone. When a store cannot say what is pending the answer is 503: unknown is not none.
 */
@ApplicationScoped
class HoldResource {
    private static final String PATH = "/q/hold";
    private static final int MAX_BODY_BYTES = 1024;
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,5})(ms|s)");
    private static final Duration COUNT_TIMEOUT = Duration.ofSeconds(2);

    private final Hold hold;
    private final OpenWrites writes;
    private final Instance<PendingWork> pending;
    private final Instance<FollowingWork> following;
    private final Clock clock;

    HoldResource(
            Hold hold,
            OpenWrites writes,
            @Any Instance<PendingWork> pending,
            @Any Instance<FollowingWork> following,
            Clock clock) {
        this.hold = hold;
        this.writes = writes;
        this.pending = pending;
        this.following = following;
        this.clock = clock;
    }

    void register(@Observes ManagementInterface management) {
        Router router = management.router();
        router.get(PATH).handler(this::answer);
        router.post(PATH)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
                .handler(this::begin)
                .failureHandler(HoldResource::refuse);
        router.delete(PATH).handler(ctx -> {
            hold.end();
            answer(ctx);
        });
    }

    private void begin(RoutingContext ctx) {
        Duration length = length(ctx);
        if (length == null) {
            refuse(ctx);
            return;
        }
        hold.begin(length);
        answer(ctx);
    }

    private static @Nullable Duration length(RoutingContext ctx) {
        try {
            JsonObject body = ctx.body().asJsonObject();
            if (body == null || body.size() != 1 || !(body.getValue("for") instanceof String text)) return null;
            Matcher length = LENGTH.matcher(text);
            if (!length.matches()) return null;
            Duration asked = Duration.of(
                    Long.parseLong(length.group(1)),
                    length.group(2).equals("s") ? ChronoUnit.SECONDS : ChronoUnit.MILLIS);
            return asked.isZero() ? null : asked;
        } catch (DecodeException | ClassCastException malformed) {
            return null;
        }
    }

    private void answer(RoutingContext ctx) {
        JsonObject state = new JsonObject();
        Duration left = hold.remaining();
        state.put("held", left != null);
        if (left != null) state.put("until", clock.instant().plus(left).toString());
        state.put("underWay", writes.count());
        TreeMap<String, Object> behind = new TreeMap<>();
        following.forEach(work -> behind.put(work.name(), work.behind().toMillis()));
        if (!behind.isEmpty()) state.put("behindMillis", new JsonObject(behind));
        TreeMap<String, Object> counts = new TreeMap<>(hold.running());
        count(counts)
                .subscribe()
                .with(
                        done -> {
                            if (!ctx.response().closed())
                                ctx.response()
                                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                                        .end(state.put("pending", new JsonObject(counts))
                                                .toBuffer());
                        },
                        failure -> {
                            Log.warnf(
                                    "what is pending cannot be counted: %s",
                                    failure.getClass().getName());
                            problem(ctx, 503, "unavailable", "The store does not say what is pending.");
                        });
    }

    private Uni<Void> count(TreeMap<String, Object> counts) {
        return Multi.createFrom()
                .iterable(pending)
                .onItem()
                .transformToUniAndConcatenate(work -> work.count()
                        .ifNoItem()
                        .after(COUNT_TIMEOUT)
                        .fail()
                        .invoke(count -> counts.put(work.name(), count)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static void refuse(RoutingContext ctx) {
        problem(ctx, 400, "malformed-json", "The body is to be {\"for\":\"10s\"}: a whole number above 0 of s or ms.");
    }

    private static void problem(RoutingContext ctx, int status, String slug, String detail) {
        if (ctx.response().ended() || ctx.response().closed()) return;
        String title = Character.toUpperCase(slug.charAt(0)) + slug.substring(1).replace('-', ' ');
        ctx.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(new JsonObject()
                        .put("type", "urn:polyclinic:problem:" + slug)
                        .put("title", title)
                        .put("status", status)
                        .put("detail", detail)
                        .put("instance", PATH)
                        .toBuffer());
    }
}
