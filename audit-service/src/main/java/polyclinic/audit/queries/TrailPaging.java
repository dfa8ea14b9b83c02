package polyclinic.audit.queries;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.ChainEntries;
import polyclinic.audit.chain.ChainHeads;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/**
 * Pages of the whole trail, newest first: the ends of the chains, merged by time. So the database never has to sort millions
 * of entries to show fifty.
 */
@ApplicationScoped
class TrailPaging {
    /** Marks a cursor that holds a position in every chain instead of a time. */
    static final String POSITIONS = "places";

    /** {@code chain:position}, parted by commas. No group can match a text in two ways, so matching is linear. */
    private static final Pattern CURSOR = Pattern.compile("\\d{1,4}+:\\d{1,15}+(?:,\\d{1,4}+:\\d{1,15}+){0,255}+");

    private final ChainEntries entries;
    private final ChainHeads heads;

    TrailPaging(ChainEntries entries, ChainHeads heads) {
        this.entries = entries;
        this.heads = heads;
    }

    /** @param cursor the two parts of the cursor, or null for the first page */
    Uni<Page<StoredEntry>> page(@Nullable List<String> cursor, int limit) {
        return ends(cursor).chain(ends -> Multi.createFrom()
                .iterable(ends.entrySet())
                .onItem()
                .transformToUniAndConcatenate(end -> tail(end.getKey(), end.getValue(), limit))
                .collect()
                .asList()
                .map(tails -> merge(tails, limit)));
    }

    /** The entries of a chain up to a position, of which the newer ones are still to be shown. */
    private static final class Tail {
        private final int chain;
        private final Deque<StoredEntry> entries;
        private long end;

        /** @param end up to here */
        private Tail(int chain, long end, List<StoredEntry> entries) {
            this.chain = chain;
            this.entries = new ArrayDeque<>(entries);
            this.end = end;
        }

        private boolean hasEntries() {
            return !entries.isEmpty();
        }

        private String newest() {
            return entries.getLast().occurredAt();
        }

        private StoredEntry take() {
            StoredEntry entry = entries.removeLast();
            end = entry.position() - 1;
            return entry;
        }
    }

    /** Where nothing is, since it was archived or somebody deleted it, it goes on with the next that is there. */
    private Uni<Tail> tail(int chain, long end, int limit) {
        return tailAt(chain, end, limit)
                .chain(tail -> tail.hasEntries() || end == 0
                        ? Uni.createFrom().item(tail)
                        : entries.lastUpTo(chain, end).chain(there -> tailAt(chain, there == null ? 0 : there, limit)));
    }

    private Uni<Tail> tailAt(int chain, long end, int limit) {
        return entries.range(chain, Math.max(1, end - limit + 1), end).map(found -> new Tail(chain, end, found));
    }

    private static Page<StoredEntry> merge(List<Tail> tails, int limit) {
        List<StoredEntry> items = new ArrayList<>(limit);
        while (items.size() < limit) {
            Tail newest = tails.stream()
                    .filter(Tail::hasEntries)
                    .max(Comparator.comparing(Tail::newest))
                    .orElse(null);
            if (newest == null) break;
            items.add(newest.take());
        }
        if (tails.stream().allMatch(tail -> tail.end == 0)) return new Page<>(items, null);
        String next = tails.stream().map(tail -> tail.chain + ":" + tail.end).collect(Collectors.joining(","));
        return new Page<>(items, Cursor.encode(POSITIONS, next));
    }

    /** Chain → the position to go on from, backwards. */
    private Uni<Map<Integer, Long>> ends(@Nullable List<String> cursor) {
        if (cursor != null) return Uni.createFrom().item(positions(cursor));
        return heads.all()
                .onItem()
                .transformToMulti(all -> Multi.createFrom().iterable(all))
                .onItem()
                .transformToUniAndConcatenate(head -> heads.find(head.chain()))
                .collect()
                .in(TreeMap<Integer, Long>::new, (ends, head) -> ends.put(head.chain(), head.seq()))
                .map(ends -> ends);
    }

    static Map<Integer, Long> positions(List<String> cursor) {
        if (!cursor.get(0).equals(POSITIONS) || !CURSOR.matcher(cursor.get(1)).matches()) throw Cursor.invalid();
        Map<Integer, Long> positions = new TreeMap<>();
        for (String position : cursor.get(1).split(",")) {
            int colon = position.indexOf(':');
            positions.put(Integer.valueOf(position.substring(0, colon)), Long.valueOf(position.substring(colon + 1)));
        }
        return positions;
    }
}
