package polyclinic.audit.trail;

import com.mongodb.client.model.Sorts;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import polyclinic.audit.chain.Entries;
import polyclinic.audit.chain.Entry;
import polyclinic.audit.chain.Head;
import polyclinic.audit.chain.Heads;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/** Reading the trail, newest first. */
@ApplicationScoped
class Trail {
    /** Marks a cursor that holds a place in every chain instead of a time. */
    private static final String PLACES = "places";

    private final Entries entries;
    private final Heads heads;

    Trail(Entries entries, Heads heads) {
        this.entries = entries;
        this.heads = heads;
    }

    Uni<Entry> require(UUID id) {
        return entries.byEntryId(id.toString()).onItem().ifNull().failWith(() -> new NotFound("audit entry"));
    }

    Uni<Page<Entry>> page(Filter filter, String after, int limit) {
        List<String> cursor = Cursor.decode(after, 2);
        if (filter.isEmpty()) return everything(cursor, limit);
        if (cursor != null && cursor.get(0).equals(PLACES)) throw Cursor.invalid();
        return entries.matching(
                        cursor == null ? filter.bson() : filter.after(cursor.get(0), cursor.get(1)),
                        Filter.NEWEST_FIRST,
                        limit + 1)
                .collect()
                .asList()
                .map(rows ->
                        Page.of(rows, limit, entry -> entry, last -> Cursor.encode(last.occurredAt(), last.key())));
    }

    /** In the order of the chains; without a filter a chain at a time, so that nobody has to sort the whole trail. */
    Multi<Entry> export(Filter filter) {
        if (!filter.isEmpty()) return entries.matching(filter.bson(), Sorts.ascending("_id"), 0);
        return heads.all()
                .onItem()
                .transformToMulti(all -> Multi.createFrom()
                        .iterable(all.stream().map(Head::chain).sorted().toList()))
                .onItem()
                .transformToMultiAndConcatenate(chain -> entries.stream(chain, 1));
    }

    /**
     * The whole trail from its end backwards: the chains' ends merged by time. Sorting millions of entries to show fifty
     * is left to nobody.
     */
    private Uni<Page<Entry>> everything(List<String> cursor, int limit) {
        return ends(cursor).chain(ends -> Multi.createFrom()
                .iterable(ends.entrySet())
                .onItem()
                .transformToUniAndConcatenate(
                        end -> entries.stretch(end.getKey(), Math.max(1, end.getValue() - limit + 1), end.getValue()))
                .collect()
                .asList()
                .map(stretches -> merge(new TreeMap<>(ends), stretches, limit)));
    }

    private Uni<Map<Integer, Long>> ends(List<String> cursor) {
        if (cursor != null) return Uni.createFrom().item(places(cursor));
        return heads.all()
                .onItem()
                .transformToMulti(all -> Multi.createFrom().iterable(all))
                .onItem()
                .transformToUniAndConcatenate(head -> heads.find(head.chain()))
                .collect()
                .asList()
                .map(found -> found.stream().collect(Collectors.toMap(Head::chain, Head::seq)));
    }

    private static Page<Entry> merge(Map<Integer, Long> ends, List<List<Entry>> stretches, int limit) {
        List<Deque<Entry>> chains = new ArrayList<>();
        int i = 0;
        for (Map.Entry<Integer, Long> end : ends.entrySet()) {
            Deque<Entry> chain = new ArrayDeque<>(stretches.get(i++));
            chains.add(chain);
            if (chain.isEmpty()) end.setValue(Math.max(0, end.getValue() - limit));
        }
        List<Entry> items = new ArrayList<>(limit);
        while (items.size() < limit) {
            Deque<Entry> newest = chains.stream()
                    .filter(chain -> !chain.isEmpty())
                    .max(Comparator.comparing(
                            chain -> Objects.requireNonNullElse(chain.getLast().occurredAt(), "")))
                    .orElse(null);
            if (newest == null) break;
            Entry entry = newest.removeLast();
            items.add(entry);
            ends.put(chain(entry), entry.place() - 1);
        }
        boolean more = ends.values().stream().anyMatch(place -> place > 0);
        String next = ends.entrySet().stream()
                .map(end -> end.getKey() + ":" + end.getValue())
                .collect(Collectors.joining(","));
        return new Page<>(items, more ? Cursor.encode(PLACES, next) : null);
    }

    private static int chain(Entry entry) {
        return Integer.parseInt(entry.key().substring(0, entry.key().indexOf('/')));
    }

    private static Map<Integer, Long> places(List<String> cursor) {
        if (!cursor.get(0).equals(PLACES) || !cursor.get(1).matches("(\\d{1,4}:\\d{1,15},?){1,256}"))
            throw Cursor.invalid();
        Map<Integer, Long> places = new TreeMap<>();
        for (String place : cursor.get(1).split(",")) {
            int colon = place.indexOf(':');
            places.put(Integer.valueOf(place.substring(0, colon)), Long.valueOf(place.substring(colon + 1)));
        }
        return places;
    }
}
