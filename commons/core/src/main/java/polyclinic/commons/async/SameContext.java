package polyclinic.commons.async;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Brings a result back to the Vert.x context that asked for it. What comes from another thread (a Kafka callback, a timer)
 * would otherwise go on there, where a Hibernate Reactive session neither works nor closes.
 */
public final class SameContext {
    private SameContext() {}

    public static <T> Uni<T> emitOn(Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            Context context = Vertx.currentContext();
            return context == null ? work : work.emitOn(command -> context.runOnContext(ignored -> command.run()));
        });
    }
}
