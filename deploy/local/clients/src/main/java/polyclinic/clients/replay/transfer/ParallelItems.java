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
        runAll(
                what,
                items.stream().map(item -> new ItemBatch(List.of(item))).toList(),
                batch -> work.accept(batch.items().get(0)));
    }

    /** The same with several items in one piece of work. */
    void runAll(String what, List<ItemBatch> batches, Consumer<ItemBatch> work) {
        if (batches.isEmpty()) return;
        AtomicInteger done = new AtomicInteger();
        int total = batches.stream().mapToInt(batch -> batch.items().size()).sum();
        int tenth = Math.max(1, (total + 9) / 10);
        ParallelCalls.of(batches.size(), MAX_PARALLEL, i -> {
            ItemBatch batch = batches.get(i);
            work.accept(batch);
            int size = batch.items().size();
            int count = done.addAndGet(size);
            if (count / tenth > (count - size) / tenth || count == total)
                out.printf("  %s: %d of %d%n", what, count, total);
            return count;
        });
    }
}
