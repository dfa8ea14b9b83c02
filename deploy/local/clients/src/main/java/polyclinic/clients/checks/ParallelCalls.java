package polyclinic.clients.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Calls by several threads. */
public final class ParallelCalls {
    private ParallelCalls() {}

    /**
     * Returns the results for 0 … count - 1, in this order.
     *
     * @throws CheckFailed when a call fails; those that have not begun are left
     */
    public static <T extends @Nullable Object> List<T> of(int count, int threads, IntFunction<T> call) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> running = IntStream.range(0, count)
                    .mapToObj(i -> pool.submit((Callable<T>) () -> call.apply(i)))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) results.add(one.get());
            return results;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CheckFailed failure
                    ? failure
                    : new CheckFailed(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            throw CheckFailed.interrupted(e);
        } finally {
            pool.shutdownNow();
        }
    }
}
