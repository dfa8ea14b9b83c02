package polyclinic.clients.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Keeps a number of calls in flight until the period that counts is over. Runs on one event loop. */
final class ClosedLoop {
    private final Vertx vertx;
    private final LoadResult result;
    private final Supplier<Future<?>> calls;
    private final int inFlight;
    private final CompletableFuture<LoadResult> end;
    private int running;

    ClosedLoop(
            Vertx vertx,
            LoadResult result,
            Supplier<Future<?>> calls,
            int inFlight,
            CompletableFuture<LoadResult> end) {
        this.vertx = vertx;
        this.result = result;
        this.calls = calls;
        this.inFlight = inFlight;
        this.end = end;
    }

    void start() {
        running = inFlight;
        for (int i = 0; i < inFlight; i++) next();
    }

    private void next() {
        long start = System.nanoTime();
        if (start >= result.endNanos()) {
            if (--running == 0) end.complete(result);
            return;
        }
        calls.get().onComplete(answer -> {
            long now = System.nanoTime();
            if (answer.failed()) result.fail(answer.cause());
            else if (now >= result.beginNanos() && now < result.endNanos()) result.succeed(now - start);
            // Continues in a new task of the event loop: an immediate answer must not deepen the stack.
            vertx.runOnContext(again -> next());
        });
    }
}
