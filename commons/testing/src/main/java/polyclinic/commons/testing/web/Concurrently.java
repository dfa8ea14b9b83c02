package polyclinic.commons.testing.web;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Runs tasks at the same time. */
public final class Concurrently {
    private static final int FEW = 8;

    private Concurrently() {}

    /** All tasks at the same moment, each on a thread of its own; the results in the order of the tasks, or fails when a task fails. */
    public static <T> List<T> run(List<? extends Callable<T>> tasks) {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        try {
            List<Future<T>> running = tasks.stream()
                    .map(task -> threads.submit(() -> {
                        start.await();
                        return task.call();
                    }))
                    .toList();
            return running.stream().map(Concurrently::result).toList();
        } finally {
            threads.shutdown();
        }
    }

    /** Any number of tasks, a few at a time, and their results in the order of the tasks; fails when a task fails. */
    public static <T> List<T> inTurn(List<? extends Callable<T>> tasks) {
        ExecutorService threads = Executors.newFixedThreadPool(FEW);
        try {
            List<Future<T>> running =
                    tasks.stream().<Future<T>>map(threads::submit).toList();
            return running.stream().map(Concurrently::result).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    /** The same task so many times at once. */
    public static <T> List<T> run(int times, Callable<T> task) {
        return run(Stream.generate(() -> task).limit(times).toList());
    }

    private static <T> T result(Future<T> running) {
        try {
            return running.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
