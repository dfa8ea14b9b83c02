package polyclinic.commons.async;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

    /** Does on a worker thread what takes longer than an event loop has, and brings the result back. */
    public static <T extends @Nullable Object> Uni<T> aside(Supplier<T> work) {
        return emitOn(Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }
}
