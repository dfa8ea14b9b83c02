package polyclinic.prescription.background;

import io.quarkus.logging.Log;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.vertx.core.ContextAwareScheduler;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import polyclinic.commons.async.BlockingStep;

/** Runs background work, each piece on its own duplicated Vert.x context, as Hibernate Reactive requires. */
@ApplicationScoped
public class DuplicatedContextRunner {
    /** Longer than a statement may take. */
    private static final Duration AWAITED = Duration.ofMinutes(2);

    private final Vertx vertx;

    DuplicatedContextRunner(Vertx vertx) {
        this.vertx = vertx;
    }

    public <T> void run(Supplier<Uni<T>> work, Consumer<T> done, Consumer<Throwable> failed) {
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(
                start -> Uni.createFrom().deferred(work::get).subscribe().with(done, failed));
    }

    /**
     * Repeats {@code renewal} on the caller's context for as long as {@code work} takes. A failed renewal is repeated like another.
     *
     * @param limit after which work that has not ended is cancelled and fails with a {@link TimeoutException}, so that
     *     nothing is renewed for ever
     */
    public static <T> Uni<T> renewing(
            Duration period, Duration limit, Supplier<Uni<Void>> renewal, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Vertx vertx = Vertx.currentContext().owner();
            long timer = vertx.setPeriodic(Math.max(1, period.toMillis()), due -> renewal.get()
                    .subscribe()
                    .with(
                            renewed -> {},
                            failure -> Log.warnf(
                                    "not renewed: %s", failure.getClass().getName())));
            return Uni.createFrom()
                    .deferred(work::get)
                    .ifNoItem()
                    .after(limit)
                    .on(onCurrentContext())
                    .failWith(TimeoutException::new)
                    .onTermination()
                    .invoke(() -> vertx.cancelTimer(timer));
        });
    }

    private static ScheduledExecutorService onCurrentContext() {
        return ContextAwareScheduler.delegatingTo(Infrastructure.getDefaultWorkerPool())
                .withCurrentContext();
    }

    /**
     * Runs work on the event loop of the caller's context and waits for it, on a worker thread. Fails as the work does, or with a
     * {@link TimeoutException}.
     */
    public static <T> T await(Supplier<Uni<T>> work) {
        Context context = Vertx.currentContext();
        return Uni.createFrom()
                .<T>emitter(emitter -> context.runOnContext(start ->
                        Uni.createFrom().deferred(work::get).subscribe().with(emitter::complete, emitter::fail)))
                .await()
                .atMost(AWAITED);
    }

    /** Runs CPU-bound work on a worker thread; the result is delivered on the caller's context. */
    public static <T> Uni<T> compute(Callable<T> work) {
        return BlockingStep.run(work);
    }
}
