package polyclinic.commons.async;

import io.quarkus.logging.Log;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Work that a service begins by itself again and again: at each tick, unless the last round is still under way. A round that has
 * found more than it does at once is followed by the next one; one that fails waits for the next tick and is logged by its kind of
 * failure alone. Each runs on a duplicated context of its own, in which Hibernate Reactive keeps its session. After the stop none
 * begins.
 *
 * <p>Whether a round waits while the service is held is the round's to say: what writes goes through {@code BackgroundWork}.
 */
public final class PeriodicWork {
    private final Vertx vertx;
    private final String name;
    private final Duration period;
    private final Supplier<Uni<Boolean>> round;

    private boolean running;
    private boolean again;
    private boolean stopped = true;
    private long timer = -1;

    /**
     * @param name what the log calls it, as in "expiry of prescriptions"
     * @param round does a portion; answers whether there is more to do at once
     */
    public PeriodicWork(Vertx vertx, String name, Duration period, Supplier<Uni<Boolean>> round) {
        this.vertx = vertx;
        this.name = name;
        this.period = period;
        this.round = round;
    }

    public synchronized void start() {
        stopped = false;
        timer = vertx.setPeriodic(Math.max(1, period.toMillis()), tick -> tick());
    }

    /** A round under way goes on to its end; none follows it. */
    public synchronized void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    /** Looks now rather than at the next tick; after the round that is under way, which may have looked too early. */
    public synchronized void wake() {
        again = running;
        tick();
    }

    private synchronized void tick() {
        if (running || stopped) return;
        running = true;
        again = false;
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(
                begin -> Uni.createFrom().deferred(round::get).subscribe().with(this::ended, this::failed));
    }

    private synchronized void ended(boolean more) {
        running = false;
        if (more || again) tick();
    }

    private synchronized void failed(Throwable failure) {
        running = false;
        Log.warnf("%s: %s", name, failure.getClass().getName());
    }
}
