package polyclinic.commons.hold;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds the {@link BackgroundWork} of this replica for a moment. A hold ends by itself, {@value #LONGEST_S} s after it was last
 * asked for or sooner: whoever asked may be dead. Times are of a monotonic clock, so a step of the wall clock neither
 * lengthens nor shortens one.
 */
@ApplicationScoped
public class Hold {
    static final int LONGEST_S = 15;

    private final Vertx vertx;
    private final Timer durations;
    /** Pieces of background work under way, by name. A name that was ever given stays. */
    private final Map<String, Long> running = new TreeMap<>();

    private final List<Turn> waiting = new ArrayList<>();
    private boolean held;
    private long beganNanos;
    private long endNanos;
    private long timer = -1;

    /** One piece of work: it waits, or is under way. */
    static final class Turn {
        private final String name;
        private @Nullable UniEmitter<? super Void> emitter;
        private boolean entered;

        Turn(String name) {
            this.name = name;
        }
    }

    Hold(Vertx vertx, MeterRegistry metrics) {
        this.vertx = vertx;
        this.durations = Timer.builder("polyclinic.hold")
                .description("How long writes were held for a recovery point")
                .register(metrics);
    }

    /** @param name in snake case; what is under way of it is shown under this name from now on */
    public synchronized BackgroundWork background(String name) {
        running.putIfAbsent(name, 0L);
        return new BackgroundWork(this, name);
    }

    /** Whether what need not be written now is better left. */
    public boolean isHeld() {
        return remaining() != null;
    }

    /** Begins a hold, or extends the one that is; it never becomes shorter. */
    synchronized void begin(Duration length) {
        long capped = Math.min(length.toNanos(), Duration.ofSeconds(LONGEST_S).toNanos());
        long now = System.nanoTime();
        long end = now + capped;
        if (remaining() == null) {
            held = true;
            beganNanos = now;
        } else if (end - endNanos < 0) return;
        endNanos = end;
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(Math.max(1, Duration.ofNanos(capped).toMillis() + 1), due -> remaining());
    }

    /** How long the hold lasts if nobody extends it; null when there is none. One whose time is over ends here at the latest. */
    @Nullable
    Duration remaining() {
        synchronized (this) {
            if (!held) return null;
            long left = endNanos - System.nanoTime();
            if (left > 0) return Duration.ofNanos(left);
        }
        end();
        return null;
    }

    /** Ends the hold, if there is one. */
    void end() {
        List<Turn> free;
        synchronized (this) {
            if (!held) return;
            held = false;
            vertx.cancelTimer(timer);
            durations.record(Duration.ofNanos(System.nanoTime() - beganNanos));
            free = List.copyOf(waiting);
            waiting.clear();
            free.forEach(this::count);
        }
        for (Turn turn : free) if (turn.emitter != null) turn.emitter.complete(null);
    }

    /** What is under way, by name. */
    synchronized Map<String, Long> running() {
        return new TreeMap<>(running);
    }

    Uni<Void> await(Turn turn) {
        return Uni.createFrom().emitter(emitter -> {
            turn.emitter = emitter;
            if (enterOrWait(turn)) emitter.complete(null);
        });
    }

    synchronized boolean enter(Turn turn) {
        if (isHeld()) return false;
        count(turn);
        return true;
    }

    private synchronized boolean enterOrWait(Turn turn) {
        if (enter(turn)) return true;
        waiting.add(turn);
        return false;
    }

    private void count(Turn turn) {
        turn.entered = true;
        running.merge(turn.name, 1L, Long::sum);
    }

    /** Also for work that was given up while it waited. */
    synchronized void leave(Turn turn) {
        if (turn.entered) running.merge(turn.name, -1L, Long::sum);
        else waiting.remove(turn);
    }
}
