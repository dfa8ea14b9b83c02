package polyclinic.clients.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import polyclinic.clients.Wrong;

/** Two ways to put a system under load, both on one event loop. */
final class Load {
    private static final Duration OVERTIME = Duration.ofSeconds(60);

    /** The n-th call; fails with a short reason. */
    interface Call {
        Future<?> start(long n);
    }

    private final Vertx vertx;
    private long next;

    Load(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Closed loop: always as many calls under way; the next begins when one ends. */
    Run closed(int inFlight, Duration warmUp, Duration time, Call call) {
        CompletableFuture<Run> result = new CompletableFuture<>();
        Run run = new Run();
        vertx.runOnContext(begin -> {
            run.beginNanos = System.nanoTime() + warmUp.toNanos();
            run.endNanos = run.beginNanos + time.toNanos();
            Closed closed = new Closed(run, call, inFlight, result);
            for (int i = 0; i < inFlight; i++) closed.once();
        });
        return await(result, warmUp.plus(time));
    }

    /** One call, on the event loop: off it, an answer may be there before anybody listens to it. */
    void single(Run run, Call call) {
        CompletableFuture<Run> result = new CompletableFuture<>();
        vertx.runOnContext(begin -> {
            long start = System.nanoTime();
            call.start(next++).onComplete(answer -> {
                if (answer.succeeded()) run.ok(System.nanoTime() - start);
                else run.failed(String.valueOf(answer.cause().getMessage()));
                result.complete(run);
            });
        });
        await(result, Duration.ZERO);
    }

    /** So many calls, or as many as there is time for, that nobody measures: machine code is made of what runs often. */
    void warm(int inFlight, int calls, Duration atMost, Call call) {
        CompletableFuture<Run> done = new CompletableFuture<>();
        vertx.runOnContext(begin -> {
            long end = System.nanoTime() + atMost.toNanos();
            long[] counts = {0, inFlight};
            for (int i = 0; i < inFlight; i++) warmOnce(counts, calls, end, call, done);
        });
        await(done, atMost);
    }

    private void warmOnce(long[] counts, int calls, long end, Call call, CompletableFuture<Run> done) {
        if (counts[0] >= calls || System.nanoTime() >= end) {
            if (--counts[1] == 0) done.complete(null);
            return;
        }
        counts[0]++;
        call.start(next++).onComplete(answer -> vertx.runOnContext(again -> warmOnce(counts, calls, end, call, done)));
    }

    private final class Closed {
        private final Run run;
        private final Call call;
        private final CompletableFuture<Run> result;
        private int running;

        Closed(Run run, Call call, int inFlight, CompletableFuture<Run> result) {
            this.run = run;
            this.call = call;
            this.running = inFlight;
            this.result = result;
        }

        void once() {
            long start = System.nanoTime();
            if (start >= run.endNanos) {
                if (--running == 0) result.complete(run);
                return;
            }
            call.start(next++).onComplete(answer -> {
                long end = System.nanoTime();
                if (answer.failed()) run.failed(String.valueOf(answer.cause().getMessage()));
                else if (end >= run.beginNanos && end < run.endNanos) run.ok(end - start);
                // A new turn of the loop: an answer that is there at once must not deepen the stack.
                vertx.runOnContext(again -> once());
            });
        }
    }

    /**
     * Open loop: calls begin at their intended times whether or not earlier ones have ended, and latency counts from
     * there, so that a stall shows in every call that it holds up.
     */
    Run open(int perSecond, Duration warmUp, Duration time, Call call) {
        CompletableFuture<Run> result = new CompletableFuture<>();
        Run run = new Run();
        long total = perSecond * (warmUp.plus(time).toMillis()) / 1000;
        vertx.runOnContext(begin -> {
            long zero = System.nanoTime();
            run.beginNanos = zero + warmUp.toNanos();
            run.endNanos = run.beginNanos + time.toNanos();
            new Open(run, call, perSecond, total, zero, result).due();
        });
        return await(result, warmUp.plus(time));
    }

    private final class Open {
        private final Run run;
        private final Call call;
        private final int perSecond;
        private final long total;
        private final long zero;
        private final CompletableFuture<Run> result;
        private long started;
        private long ended;

        Open(Run run, Call call, int perSecond, long total, long zero, CompletableFuture<Run> result) {
            this.run = run;
            this.call = call;
            this.perSecond = perSecond;
            this.total = total;
            this.zero = zero;
            this.result = result;
        }

        /** Starts what is due and comes back when the next is. */
        void due() {
            while (started < total) {
                long intended = zero + started * 1_000_000_000L / perSecond;
                long early = intended - System.nanoTime();
                if (early > 0) {
                    vertx.setTimer(early / 1_000_000 + 1, timer -> due());
                    return;
                }
                started++;
                call.start(next++).onComplete(answer -> {
                    if (answer.failed())
                        run.failed(String.valueOf(answer.cause().getMessage()));
                    else if (intended >= run.beginNanos) run.ok(System.nanoTime() - intended);
                    if (++ended == total) result.complete(run);
                });
            }
        }
    }

    private static Run await(CompletableFuture<Run> result, Duration planned) {
        try {
            return result.get(planned.plus(OVERTIME).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new Wrong("calls were still unanswered " + OVERTIME.toSeconds() + " s after the load had ended", e);
        } catch (ExecutionException e) {
            throw new Wrong(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Wrong("interrupted", e);
        }
    }
}
