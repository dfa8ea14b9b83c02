package polyclinic.clients.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Keeps a number of calls in flight until there were enough or the time is over. Runs on one event loop. */
final class WarmUpLoop {
    private final Vertx vertx;
    private final Supplier<Future<?>> calls;
    private final int inFlight;
    private final int maxCalls;
    private final long deadline;
    private final CompletableFuture<LoadResult> end;
    private int running;
    private int started;

    WarmUpLoop(
            Vertx vertx,
            Supplier<Future<?>> calls,
            int inFlight,
            int maxCalls,
            long deadline,
            CompletableFuture<LoadResult> end) {
        this.vertx = vertx;
        this.calls = calls;
        this.inFlight = inFlight;
        this.maxCalls = maxCalls;
        this.deadline = deadline;
        this.end = end;
    }

    void start() {
        running = inFlight;
        for (int i = 0; i < inFlight; i++) next();
    }

    private void next() {
        if (started >= maxCalls || System.nanoTime() >= deadline) {
            if (--running == 0) end.complete(new LoadResult());
            return;
        }
        started++;
        calls.get().onComplete(answer -> vertx.runOnContext(again -> next()));
    }
}
