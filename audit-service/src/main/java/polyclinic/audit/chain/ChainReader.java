package polyclinic.audit.chain;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chain that grows meanwhile, a page at a time. A page that is not full may be so because the rest of it is being written, so the
 * next one begins behind the last entry that was there.
 */
final class ChainReader {
    private final LongFunction<Uni<List<StoredEntry>>> pageFrom;
    private final LongFunction<Uni<@Nullable Long>> firstFrom;
    private final AtomicLong next = new AtomicLong(1);

    private ChainReader(LongFunction<Uni<List<StoredEntry>>> pageFrom, LongFunction<Uni<@Nullable Long>> firstFrom) {
        this.pageFrom = pageFrom;
        this.firstFrom = firstFrom;
    }

    /**
     * All entries, in order.
     *
     * @param pageFrom what is there of a page's positions, the first of which it is given
     * @param firstFrom the lowest position that is taken, from the given one on, or null
     */
    static Multi<StoredEntry> stream(
            LongFunction<Uni<List<StoredEntry>>> pageFrom, LongFunction<Uni<@Nullable Long>> firstFrom) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new ChainReader(pageFrom, firstFrom), ChainReader::page)
                .whilst(page -> !page.isEmpty())
                .onItem()
                .transformToIterable(page -> page);
    }

    private Uni<List<StoredEntry>> page() {
        long start = next.get();
        return pageFrom.apply(start)
                .chain(page ->
                        page.isEmpty() ? behindGap(start) : Uni.createFrom().item(page))
                .invoke(page -> {
                    if (!page.isEmpty()) next.set(page.get(page.size() - 1).position() + 1);
                });
    }

    private Uni<List<StoredEntry>> behindGap(long start) {
        return firstFrom.apply(start).chain(taken -> {
            if (taken == null) return Uni.createFrom().item(List.of());
            // What comes before it may have been written this moment, too.
            return pageFrom.apply(start)
                    .chain(page -> page.isEmpty()
                            ? pageFrom.apply(taken)
                            : Uni.createFrom().item(page));
        });
    }
}
