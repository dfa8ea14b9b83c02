package polyclinic.commons.access;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.identity.CurrentCaller;

/**
 * Keeps what an owner answered, so that the next look finds it. That is a write in the middle of a read: during a hold a read is
 * answered and nothing is kept. A change that is under way keeps it, since the hold waits for the change.
 */
@ApplicationScoped
class OwnerAnswers {
    private final CurrentCaller caller;
    private final BackgroundWork writes;

    OwnerAnswers(CurrentCaller caller, Hold hold) {
        this.caller = caller;
        this.writes = hold.background("lookups");
    }

    Uni<Void> keep(Supplier<Uni<Void>> write) {
        RoutingContext request = caller.request();
        HttpMethod method = request == null ? null : request.request().method();
        boolean read = HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
        return read ? writes.unlessHeld(write) : Uni.createFrom().deferred(write::get);
    }
}
