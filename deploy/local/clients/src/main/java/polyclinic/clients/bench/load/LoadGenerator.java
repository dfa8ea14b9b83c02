package polyclinic.clients.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import polyclinic.clients.checks.CheckFailed;

/** Puts a system under load in a closed or an open loop, on one event loop, and waits for the last answer. */
public final class LoadGenerator {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private final Vertx vertx;
    private long nextCall;

    public LoadGenerator(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Closed loop: a constant number of calls in flight; the next one begins when one ends. */
    public LoadResult closed(int inFlight, Duration warmUp, Duration duration, LoadCall call) {
        return run(warmUp.plus(duration), end -> {
            LoadResult result = new LoadResult();
            long begin = System.nanoTime() + warmUp.toNanos();
            result.period(begin, begin + duration.toNanos());
            new ClosedLoop(vertx, result, numbered(call), inFlight, end).start();
        });
    }

    /**
     * Open loop: calls begin at their intended times whether or not earlier ones have ended, and latency counts from there,
     * so that a stall shows in every call that it delays.
     */
    public LoadResult open(int perSecond, Duration warmUp, Duration duration, LoadCall call) {
        long total = perSecond * (warmUp.plus(duration).toMillis()) / 1000;
        return run(warmUp.plus(duration), end -> {
            LoadResult result = new LoadResult();
            long start = System.nanoTime();
            long begin = start + warmUp.toNanos();
            result.period(begin, begin + duration.toNanos());
            new OpenLoop(vertx, result, numbered(call), perSecond, total, start, end).start();
        });
    }

    /** One call, on the event loop: outside it, an answer might arrive before its handler is registered. */
    public void single(LoadResult result, LoadCall call) {
        run(Duration.ZERO, end -> {
            long start = System.nanoTime();
            call.start(nextCall++).onComplete(answer -> {
                if (answer.succeeded()) result.succeed(System.nanoTime() - start);
                else result.fail(answer.cause());
                end.complete(result);
            });
        });
    }

    /** Makes calls that are not measured, until there were enough or the time is over. */
    public void warmUp(int inFlight, int calls, Duration limit, LoadCall call) {
        run(limit, end -> new WarmUpLoop(
                        vertx, numbered(call), inFlight, calls, System.nanoTime() + limit.toNanos(), end)
                .start());
    }

    private Supplier<Future<?>> numbered(LoadCall call) {
        return () -> call.start(nextCall++);
    }

    private LoadResult run(Duration planned, Consumer<CompletableFuture<LoadResult>> load) {
        CompletableFuture<LoadResult> result = new CompletableFuture<>();
        vertx.runOnContext(start -> load.accept(result));
        try {
            return result.get(planned.plus(ANSWER_TIMEOUT).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CheckFailed(
                    "calls were still unanswered " + ANSWER_TIMEOUT.toSeconds() + " s after the load had ended", e);
        } catch (ExecutionException e) {
            throw new CheckFailed(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            throw CheckFailed.interrupted(e);
        }
    }
}
