package polyclinic.gateway.hold;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the requests that may change something at this replica, and counts those that are passed on. A hold ends by itself,
 * {@value #LONGEST_S} s after it was last asked for or sooner: whoever asked may be dead. Times are of a monotonic clock.
 *
 * <p>A request that waits is unread: what its client sends stays in the connection. Only the few who waited for their body
 * when the hold began have theirs in memory, which is bounded as always.
 */
@Singleton
public class WriteHold {

    static final int LONGEST_S = 15;

    /** RFC 9110, 9.2.1. */
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final int maxWaiting;
    private final long waitTimeMs;
    private final Timer durations;
    private final Counter refused;
    /** In the order in which they came. */
    private final Set<HeldWrite> waiting = new LinkedHashSet<>();

    private final Set<HeldWrite> underWay = new HashSet<>();
    private boolean held;
    private long beganNanos;
    private long endNanos;
    private long timer = NO_TIMER;

    WriteHold(Vertx vertx, WriteHoldConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.maxWaiting = config.waiting();
        this.waitTimeMs = Math.max(1, config.waitTime().toMillis());
        this.durations = Timer.builder("polyclinic.hold")
                .description("How long writes were held for a recovery point")
                .register(metrics);
        this.refused = metrics.counter("gateway.hold.refused");
    }

    /**
     * Returns what lets the request pass; call it, and its methods, on the request's context.
     *
     * @param portioned whether its service takes it in portions, which are held there: a file of any size is not waited for
     */
    public HeldWrite of(RoutingContext ctx, boolean portioned) {
        boolean passes = portioned || SAFE.contains(ctx.request().method());
        HeldWrite write = new HeldWrite(this, ctx.vertx(), passes);
        ctx.addEndHandler(ended -> write.end());
        return write;
    }

    /** Begins a hold, or extends the one that is; it never becomes shorter. */
    synchronized void begin(Duration length) {
        long capped = Math.min(length.toNanos(), Duration.ofSeconds(LONGEST_S).toNanos());
        long now = System.nanoTime();
        if (remaining() == null) {
            held = true;
            beganNanos = now;
        } else if (now + capped - endNanos < 0) {
            return;
        }
        endNanos = now + capped;
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(Math.max(1, Duration.ofNanos(capped).toMillis() + 1), due -> remaining());
    }

    /** Returns how long the hold lasts if nobody extends it; null without one. One whose time is over ends here at the latest. */
    synchronized @Nullable Duration remaining() {
        if (!held) return null;
        long left = endNanos - System.nanoTime();
        if (left > 0) return Duration.ofNanos(left);
        end();
        return null;
    }

    /** Ends the hold, if there is one. What waits goes on, each on its own context. */
    synchronized void end() {
        if (!held) return;
        held = false;
        vertx.cancelTimer(timer);
        durations.record(Duration.ofNanos(System.nanoTime() - beganNanos));
        List<HeldWrite> free = List.copyOf(waiting);
        waiting.clear();
        for (HeldWrite write : free) {
            if (write.counts()) underWay.add(write);
            write.release();
        }
    }

    /** Requests that were passed on and are not answered. */
    synchronized int underWay() {
        return underWay.size();
    }

    synchronized int waiting() {
        return waiting.size();
    }

    /** What becomes of a request that wants to go on. */
    enum Turn {
        NOW,
        LATER,
        REFUSED
    }

    synchronized Turn enter(HeldWrite write) {
        if (remaining() == null) {
            if (write.counts()) underWay.add(write);
            return Turn.NOW;
        }
        if (waiting.size() >= maxWaiting) {
            refused.increment();
            return Turn.REFUSED;
        }
        waiting.add(write);
        return Turn.LATER;
    }

    /** It has waited long enough; returns whether it still waited. */
    synchronized boolean giveUp(HeldWrite write) {
        if (!waiting.remove(write)) return false;
        refused.increment();
        return true;
    }

    synchronized void leave(HeldWrite write) {
        waiting.remove(write);
        underWay.remove(write);
    }

    long waitTimeMs() {
        return waitTimeMs;
    }
}
