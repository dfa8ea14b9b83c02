package polyclinic.commons.async;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/** Work that blocks, or takes long, on a worker thread. */
public final class BlockingStep {
    private BlockingStep() {}

    /** To be called within a Vert.x context, which the result comes back to. Steps of one context run beside each other. */
    public static <T> Uni<T> run(Callable<T> step) {
        return Uni.createFrom()
                .completionStage(() ->
                        Vertx.currentContext().executeBlocking(step, false).toCompletionStage());
    }
}
