package polyclinic.commons.messaging;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * When a relay makes its rounds: one at a time, a moment after something was appended, so that rows which come together go
 * together; and now and then of its own accord, for rows whose writer died before it could tell.
 */
public final class RelayLoop {
    private static final long GATHER_MS = 2;
    /** Where a commit may still be under way: look after each of these pauses. */
    private static final long[] LOOKS_MS = {5, 10, 25, 60, 150};

    private static final long POLL_MS = 500;
    private static final long AFTER_FAILURE_MS = 1000;

    private final Vertx vertx;
    private final Supplier<Uni<Boolean>> round;

    private boolean running;
    private boolean stopped = true;
    /** Something was appended since the round began that is under way. */
    private boolean again;

    private int look = LOOKS_MS.length;
    private long timer = -1;
    private long dueNanos;

    /** @param round answers whether there is more to do at once */
    public RelayLoop(Vertx vertx, Supplier<Uni<Boolean>> round) {
        this.vertx = vertx;
        this.round = round;
    }

    public synchronized void start() {
        stopped = false;
        schedule(POLL_MS);
    }

    public synchronized void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
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
        Uni.createFrom().deferred(() -> round.get()).subscribe().with(this::done, this::failed);
    }

    private synchronized void done(boolean more) {
        running = false;
        // What came during a round has gathered already.
        if (more || again) run();
        else schedule(look < LOOKS_MS.length ? LOOKS_MS[look++] : POLL_MS);
    }

    private synchronized void failed(Throwable failure) {
        running = false;
        Log.warnf("outbox: %s; it will be tried again", failure.getClass().getName());
        schedule(AFTER_FAILURE_MS);
    }
}
