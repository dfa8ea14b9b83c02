package polyclinic.gateway.presence;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import polyclinic.gateway.callers.CallerAdmission;
import polyclinic.gateway.callers.SignedInCaller;
import polyclinic.gateway.feedaccess.FeedGate;
import polyclinic.gateway.filters.GatewayProblem;

/** {@code GET /api/v1/presence}: for the staff, who of them is here. */
@Singleton
class PresenceResource {

    private static final String PATH = "/api/v1/presence";

    /** After what puts a session's token in the place of its cookie (255), before the proxy (250), which does not know the path. */
    private static final int PRIORITY = 252;

    private final CallerAdmission admission;
    private final FeedGate gate;
    private final PresenceStore store;

    PresenceResource(CallerAdmission admission, FeedGate gate, PresenceStore store) {
        this.admission = admission;
        this.gate = gate;
        this.store = store;
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
        if (gate.staffRoles(caller).isEmpty()) {
            GatewayProblem.FORBIDDEN.answer(ctx);
            return;
        }
        Context context = ctx.vertx().getOrCreateContext();
        store.list()
                .onComplete(done -> context.runOnContext(back -> {
                    if (ctx.response().ended() || ctx.response().closed()) return;
                    if (done.failed()) GatewayProblem.SERVICE_UNAVAILABLE.answer(ctx);
                    else answer(ctx, done.result());
                }));
    }

    /** Who has been here for longest comes first. */
    private static void answer(RoutingContext ctx, List<JsonObject> people) {
        JsonArray items = new JsonArray();
        people.stream()
                .sorted(Comparator.comparing(person -> person.getString("since")))
                .forEach(items::add);
        JsonObject body = new JsonObject().put("items", items).putNull("next");
        ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(body.toBuffer());
    }
}
