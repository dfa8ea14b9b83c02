package polyclinic.clients.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Starts each call at its intended time and measures its latency from there. Runs on one event loop. */
final class OpenLoop {
    private final Vertx vertx;
    private final LoadResult result;
    private final Supplier<Future<?>> calls;
    private final int perSecond;
    private final long total;
    private final long startNanos;
    private final CompletableFuture<LoadResult> end;
    private long started;
    private long ended;

    OpenLoop(
            Vertx vertx,
            LoadResult result,
            Supplier<Future<?>> calls,
            int perSecond,
            long total,
            long startNanos,
            CompletableFuture<LoadResult> end) {
        this.vertx = vertx;
        this.result = result;
        this.calls = calls;
        this.perSecond = perSecond;
        this.total = total;
        this.startNanos = startNanos;
        this.end = end;
    }

    /** Starts all calls that are due, and sets a timer for the next one. */
    void start() {
        while (started < total) {
            long intended = startNanos + started * 1_000_000_000L / perSecond;
            long early = intended - System.nanoTime();
            if (early > 0) {
                vertx.setTimer(early / 1_000_000 + 1, timer -> start());
                return;
            }
            started++;
            call(intended);
        }
    }

    private void call(long intended) {
        calls.get().onComplete(answer -> {
            if (answer.failed()) result.fail(answer.cause());
            else if (intended >= result.beginNanos()) result.succeed(System.nanoTime() - intended);
            if (++ended == total) end.complete(result);
        });
    }
}
