package polyclinic.clients.replay.transfer;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.replay.plan.ImportItem;

/** Works on several items at a time and prints the progress in tenths. */
final class ParallelItems {
    private static final int MAX_PARALLEL = 8;

    private final PrintStream out;

    ParallelItems(PrintStream out) {
        this.out = out;
    }

    /** @throws CheckFailed when the work on an item fails; the items that have not begun are left */
    void run(String what, List<ImportItem> items, Consumer<ImportItem> work) {
        if (items.isEmpty()) return;
        AtomicInteger done = new AtomicInteger();
        int tenth = Math.max(1, (items.size() + 9) / 10);
        ExecutorService pool = Executors.newFixedThreadPool(MAX_PARALLEL);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (ImportItem item : items)
                running.add(pool.submit(() -> {
                    work.accept(item);
                    int count = done.incrementAndGet();
                    if (count % tenth == 0 || count == items.size())
                        out.printf("  %s: %d of %d%n", what, count, items.size());
                }));
            for (Future<?> one : running) one.get();
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
