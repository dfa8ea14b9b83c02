package polyclinic.commons.async;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniSubscription;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * When a relay makes its rounds: one at a time, a moment after something was appended, so that rows which come together go
 * together; and now and then of its own accord, for rows whose writer died before it could tell.
 *
 * <p>A round that does not end within its limit is cancelled and counts as failed: a store that takes a question and never
 * answers must not stop the relay. The gauge {@code polyclinic.outbox.round.age} shows the seconds since a round last
 * succeeded.
 */
public final class RelayLoop {
    private static final Duration ROUND_LIMIT = Duration.ofSeconds(30);
    private static final long GATHER_MS = 2;
    /** Where a commit may still be under way: look after each of these pauses. */
    private static final long[] LOOKS_MS = {5, 10, 25, 60, 150};

    private static final long POLL_MS = 500;
    private static final long AFTER_FAILURE_MS = 1000;

    private final Vertx vertx;
    private final MeterRegistry metrics;
    private final Duration roundLimit;
    private final Supplier<Uni<Boolean>> round;

    private boolean running;
    private boolean stopped = true;
    /** Something was appended since the round began that is under way. */
    private boolean again;

    private int look = LOOKS_MS.length;
    private long timer = -1;
    private long watch = -1;
    private long dueNanos;

    /** The latest round: what an earlier one still has to say no longer counts. */
    private int number;

    private long beganNanos;
    private long succeededNanos;
    private @Nullable UniSubscription underWay;

    /** @param round answers whether there is more to do at once; it gives up what it holds when it is cancelled */
    public RelayLoop(Vertx vertx, MeterRegistry metrics, Supplier<Uni<Boolean>> round) {
        this(vertx, metrics, ROUND_LIMIT, round);
    }

    /** With a limit of its own for each round. */
    public RelayLoop(Vertx vertx, MeterRegistry metrics, Duration roundLimit, Supplier<Uni<Boolean>> round) {
        this.vertx = vertx;
        this.metrics = metrics;
        this.roundLimit = roundLimit;
        this.round = round;
    }

    public synchronized void start() {
        stopped = false;
        succeededNanos = System.nanoTime();
        Gauge.builder("polyclinic.outbox.round.age", this, RelayLoop::age)
                .description("Time since the relay of the outbox last finished a round")
                .baseUnit("seconds")
                .register(metrics);
        watch = vertx.setPeriodic(Math.min(1000, roundLimit.toMillis()), tick -> endLateRound());
        schedule(POLL_MS);
    }

    public synchronized void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        vertx.cancelTimer(watch);
    }

    /** Something was appended and is about to be committed. */
    public synchronized void wake() {
        look = 0;
        soon(LOOKS_MS[look++]);
    }

    /** Something was appended and committed: one look is enough. */
    public synchronized void committed() {
        soon(GATHER_MS);
    }

    private void soon(long pause) {
        if (stopped) return;
        if (running) again = true;
        // What is due sooner stays so: under load the next row comes before the time of the last one is up, every time.
        else if (dueNanos - System.nanoTime() > TimeUnit.MILLISECONDS.toNanos(pause)) schedule(pause);
    }

    private void schedule(long pause) {
        if (stopped) return;
        vertx.cancelTimer(timer);
        dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
        timer = vertx.setTimer(pause, due -> run());
    }

    private synchronized void run() {
        if (running || stopped) return;
        running = true;
        again = false;
        beganNanos = System.nanoTime();
        int current = ++number;
        Uni.createFrom()
                .deferred(() -> round.get())
                .onSubscription()
                .invoke(subscription -> underWay = subscription)
                .subscribe()
                .with(more -> done(current, more), failure -> failed(current, failure));
    }

    private synchronized void done(int finished, boolean more) {
        if (finished != number) return;
        running = false;
        succeededNanos = System.nanoTime();
        // What came during a round has gathered already.
        if (more || again) run();
        else schedule(look < LOOKS_MS.length ? LOOKS_MS[look++] : POLL_MS);
    }

    private synchronized void failed(int finished, Throwable failure) {
        if (finished != number) return;
        running = false;
        Log.warnf("outbox: %s; it will be tried again", failure.getClass().getName());
        schedule(AFTER_FAILURE_MS);
    }

    private synchronized void endLateRound() {
        if (!running || System.nanoTime() - beganNanos < roundLimit.toNanos()) return;
        running = false;
        number++;
        Log.errorf("outbox: a round did not end within %s; it will be tried again", roundLimit);
        if (underWay != null) underWay.cancel();
        schedule(AFTER_FAILURE_MS);
    }

    private synchronized double age() {
        return (System.nanoTime() - succeededNanos) / 1e9;
    }
}
