package polyclinic.commons.postgres.reconciliation;

import io.quarkus.logging.Log;
import io.quarkus.vertx.http.ManagementInterface;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * {@code /q/restatements} of the management interface: {@code GET} tells of each kind of facts when it was stated last and how far it
 * is, {@code POST} has all of it stated now. Both answer {@code {"restatements": [{"kind", "nextAt", "startedAt", "facts",
 * "finishedAt", "finishedFacts"}]}}; a service that owns nothing that others keep has none.
 */
@ApplicationScoped
class RestatementResource {
    private static final String PATH = "/q/restatements";

    private final RestatementPublisher publisher;

    RestatementResource(RestatementPublisher publisher) {
        this.publisher = publisher;
    }

    void register(@Observes ManagementInterface management) {
        Router router = management.router();
        router.get(PATH).handler(ctx -> answer(ctx, Uni.createFrom().voidItem()));
        router.post(PATH)
                .handler(ctx -> answer(
                        ctx,
                        publisher.isOwner()
                                ? publisher.begin()
                                : Uni.createFrom().voidItem()));
    }

    private void answer(RoutingContext ctx, Uni<Void> work) {
        work.chain(() -> publisher.isOwner()
                        ? publisher.report()
                        : Uni.createFrom().item(new JsonArray()))
                .subscribe()
                .with(
                        restatements ->
                                end(ctx, 200, "application/json", new JsonObject().put("restatements", restatements)),
                        failure -> {
                            Log.warnf("restatements: %s", failure.getClass().getName());
                            end(ctx, 503, "application/problem+json", unavailable());
                        });
    }

    private static JsonObject unavailable() {
        return new JsonObject()
                .put("type", "urn:polyclinic:problem:unavailable")
                .put("title", "Unavailable")
                .put("status", 503)
                .put("detail", "The store does not answer.")
                .put("instance", PATH);
    }

    private static void end(RoutingContext ctx, int status, String type, JsonObject body) {
        if (ctx.response().ended() || ctx.response().closed()) return;
        ctx.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .end(body.toBuffer());
    }
}
