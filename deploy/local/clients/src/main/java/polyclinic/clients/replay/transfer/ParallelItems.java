package polyclinic.clients.replay.transfer;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import polyclinic.clients.checks.ParallelCalls;
import polyclinic.clients.replay.plan.ImportItem;

/** Works on several items at a time and prints the progress in tenths. */
final class ParallelItems {
    private static final int MAX_PARALLEL = 8;

    private final PrintStream out;

    ParallelItems(PrintStream out) {
        this.out = out;
    }

    /** @throws polyclinic.clients.checks.CheckFailed when the work on an item fails; the items that have not begun are left */
    void run(String what, List<ImportItem> items, Consumer<ImportItem> work) {
        if (items.isEmpty()) return;
        AtomicInteger done = new AtomicInteger();
        int tenth = Math.max(1, (items.size() + 9) / 10);
        ParallelCalls.of(items.size(), MAX_PARALLEL, i -> {
            work.accept(items.get(i));
            int count = done.incrementAndGet();
            if (count % tenth == 0 || count == items.size()) out.printf("  %s: %d of %d%n", what, count, items.size());
            return count;
        });
    }
}
