package polyclinic.gateway.hold;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /q/hold} of the management interface, as the services have it. {@code POST} with {@code {"for":"10s"}} begins a hold or
 * extends it, {@code DELETE} ends it, {@code GET} looks; each answers {@code {"held", "until", "underWay", "waiting", "pending"}}.
 */
@Singleton
class WriteHoldResource {

    private static final String PATH = "/q/hold";
    private static final int MAX_BODY_BYTES = 1024;
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,5})(ms|s)");

    private final WriteHold hold;

    WriteHoldResource(WriteHold hold) {
        this.hold = hold;
    }

    void register(@Observes ManagementInterface management) {
        Router router = management.router();
        router.get(PATH).handler(this::answer);
        router.post(PATH)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
                .handler(this::begin)
                .failureHandler(WriteHoldResource::refuse);
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
            ChronoUnit unit = length.group(2).equals("s") ? ChronoUnit.SECONDS : ChronoUnit.MILLIS;
            Duration asked = Duration.of(Long.parseLong(length.group(1)), unit);
            return asked.isZero() ? null : asked;
        } catch (DecodeException | ClassCastException malformed) {
            return null;
        }
    }

    private void answer(RoutingContext ctx) {
        Duration left = hold.remaining();
        JsonObject state = new JsonObject().put("held", left != null);
        if (left != null) state.put("until", Instant.now().plus(left).toString());
        state.put("underWay", hold.underWay()).put("waiting", hold.waiting()).put("pending", new JsonObject());
        ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(state.toBuffer());
    }

    private static void refuse(RoutingContext ctx) {
        if (ctx.response().ended() || ctx.response().closed()) return;
        JsonObject problem = new JsonObject()
                .put("type", "urn:polyclinic:problem:malformed-json")
                .put("title", "Malformed json")
                .put("status", 400)
                .put("detail", "The body is to be {\"for\":\"10s\"}: a whole number above 0 of s or ms.")
                .put("instance", PATH);
        ctx.response()
                .setStatusCode(400)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(problem.toBuffer());
    }
}
