package polyclinic.notes.flags;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import polyclinic.commons.features.FeatureSwitches;

/**
 * {@code GET /q/features} of the management interface, which no client reaches: what flags say of the suite's features, for the
 * gateway. It is answered from memory, also while the store is away.
 */
@ApplicationScoped
class FeatureSwitchResource {
    private final KnownFlags known;

    FeatureSwitchResource(KnownFlags known) {
        this.known = known;
    }

    void register(@Observes ManagementInterface management) {
        management.router().get(FeatureSwitches.PATH).handler(ctx -> ctx.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(known.switches().toJson().toBuffer()));
    }
}
