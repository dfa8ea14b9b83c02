package polyclinic.notes;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Runs work on as many threads at the same moment. */
public final class Together {
    private Together() {}

    public static <T> List<T> run(List<Supplier<T>> work) {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        CountDownLatch ready = new CountDownLatch(work.size());
        try {
            List<Future<T>> running = work.stream()
                    .map(one -> threads.submit(() -> {
                        ready.countDown();
                        ready.await();
                        return one.get();
                    }))
                    .toList();
            return running.stream().map(Together::result).toList();
        } finally {
            threads.shutdown();
        }
    }

    private static <T> T result(Future<T> running) {
        try {
            return running.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
