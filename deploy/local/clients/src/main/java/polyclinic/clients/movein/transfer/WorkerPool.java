package polyclinic.clients.movein.transfer;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;

/**
 * Does so many things at a time; who brings more waits, so that a file of any length takes the room of a few records. After a failure
 * nothing more is begun.
 */
public final class WorkerPool implements AutoCloseable {
    private static final long END_HOURS = 24;

    private final ThreadPoolExecutor pool;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private volatile boolean told;

    public WorkerPool(int parallel) {
        pool = new ThreadPoolExecutor(
                parallel,
                parallel,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(2 * parallel),
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    /** @throws RuntimeException what an earlier work failed with */
    public void submit(Runnable work) {
        throwFailure();
        pool.execute(() -> {
            if (failure.get() != null) return;
            try {
                work.run();
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            }
        });
    }

    /** Waits until all is done. @throws RuntimeException what a work failed with, unless who brought work has been told already */
    @Override
    public void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(END_HOURS, TimeUnit.HOURS)) throw new CheckFailed("it does not end");
        } catch (InterruptedException e) {
            throw CheckFailed.interrupted(e);
        }
        // Java suppresses what is thrown here in favour of what was thrown before, and takes it ill when both are one.
        if (!told) throwFailure();
    }

    private void throwFailure() {
        RuntimeException failed = failure.get();
        if (failed == null) return;
        told = true;
        throw failed;
    }
}
