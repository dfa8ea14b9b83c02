package polyclinic.audit.ingest;

import com.mongodb.MongoBulkWriteException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import polyclinic.audit.chain.Entries;
import polyclinic.audit.chain.Entry;
import polyclinic.audit.chain.Head;
import polyclinic.audit.chain.Heads;
import polyclinic.audit.chain.Schema;
import polyclinic.commons.messaging.DeadLetters;

/**
 * Appends batches to the chains: normally two round trips a batch (the entries, the heads), whatever its size.
 *
 * <h2>Why a chain can neither fork nor double</h2>
 *
 * <ol>
 *   <li>There is at most one entry at each place: {@code _id} is chain and place, and {@code chain_seq} is unique.
 *   <li>An entry at place <i>n</i> is written only after its writer has seen the one at <i>n − 1</i> acknowledged: either
 *       it read it, or it wrote it before in the same ordered insert, which stops at its first failure. Entries are never
 *       changed, so the {@code previousHash} it computed from is that of the one entry that is there. Hence no gap, and
 *       hence one predecessor for each.
 *   <li>An entry is there at most once: {@code entry_id} is unique.
 *   <li>The offset is committed only after the entries are acknowledged, so nothing is skipped.
 * </ol>
 *
 * So a crash after a part of an insert, or between insert and commit, leaves a prefix that is a valid chain; the
 * redelivered rest runs into {@code entry_id}, is recognised and left out. Two replicas that both believe to own the
 * partition race for the same place; the index lets one through, the other forgets its idea of the head, reads the real
 * one and goes on behind it. An insert whose answer was lost and that takes effect late is in the same position: its
 * entries are in place already or its place is taken, and at its first refused entry it stops.
 */
@ApplicationScoped
class Ingest {
    private final Schema schema;
    private final Entries entries;
    private final Heads heads;
    private final DeadLetters deadLetters;
    private final Clock clock;
    private final Counter stored;
    private final Timer lag;
    /** What this replica believes; {@code entry_id} and {@code chain_seq} tell when it is wrong. */
    private final Map<Integer, Head> known = new HashMap<>();

    Ingest(Schema schema, Entries entries, Heads heads, DeadLetters deadLetters, Clock clock, MeterRegistry metrics) {
        this.schema = schema;
        this.entries = entries;
        this.heads = heads;
        this.deadLetters = deadLetters;
        this.clock = clock;
        this.stored = Counter.builder("polyclinic.audit.entries")
                .description("Entries appended to the chains")
                .register(metrics);
        this.lag = Timer.builder("polyclinic.audit.lag")
                .description("From the moment of the operation until its entry is in the chain")
                .publishPercentiles(0.5, 0.99)
                .register(metrics);
    }

    /** Appends in the order given. Not to be called twice at the same time. */
    Uni<Void> append(List<Arrival> batch) {
        Set<String> ids = new HashSet<>();
        List<Arrival> distinct =
                batch.stream().filter(arrival -> ids.add(arrival.entry().id())).toList();
        return schema.ready().chain(() -> write(distinct)).onFailure().invoke(() -> forget(distinct));
    }

    private Uni<Void> write(List<Arrival> waiting) {
        if (waiting.isEmpty()) return Uni.createFrom().voidItem();
        return load(waiting).chain(() -> {
            Map<Integer, Head> ends = new LinkedHashMap<>();
            List<Entry> next = chained(waiting, ends);
            return entries.append(next)
                    .chain(() -> written(next, ends))
                    .onFailure(Ingest::isDuplicate)
                    .recoverWithUni(failure -> resolve(waiting, next, refused(failure)));
        });
    }

    private Uni<Void> load(List<Arrival> waiting) {
        Set<Integer> missing = waiting.stream().map(Arrival::chain).collect(Collectors.toSet());
        synchronized (known) {
            missing.removeAll(known.keySet());
        }
        return Multi.createFrom()
                .iterable(missing)
                .onItem()
                .transformToUniAndConcatenate(heads::find)
                .invoke(this::remember)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private List<Entry> chained(List<Arrival> waiting, Map<Integer, Head> ends) {
        List<Entry> next = new ArrayList<>(waiting.size());
        synchronized (known) {
            for (Arrival arrival : waiting) {
                Head head = ends.getOrDefault(arrival.chain(), known.get(arrival.chain()));
                Entry entry = Entry.after(head, arrival.offset(), arrival.entry());
                ends.put(arrival.chain(), entry.head());
                next.add(entry);
            }
        }
        return next;
    }

    private Uni<Void> written(List<Entry> done, Map<Integer, Head> ends) {
        ends.values().forEach(this::remember);
        stored.increment(done.size());
        Instant now = clock.instant();
        done.forEach(entry -> lag.record(Duration.between(Instant.parse(entry.occurredAt()), now)));
        return heads.save(ends.values());
    }

    /**
     * An index refused the entry at {@code index}; those before it are in. Either that entry is already there (a
     * redelivery), or its place is taken and our head was stale.
     */
    private Uni<Void> resolve(List<Arrival> waiting, List<Entry> tried, int index) {
        Map<Integer, Head> ends = new LinkedHashMap<>();
        tried.subList(0, index).forEach(entry -> ends.put(entry.chain(), entry.head()));
        List<Arrival> rest = waiting.subList(index, waiting.size());
        Uni<Void> first = index == 0 ? Uni.createFrom().voidItem() : written(tried.subList(0, index), ends);
        return first.chain(() -> entries.byEntryIds(
                        rest.stream().map(arrival -> arrival.entry().id()).toList()))
                .map(found -> found.stream().collect(Collectors.toMap(Entry::id, Function.identity())))
                .chain(there -> {
                    if (!there.containsKey(rest.get(0).entry().id())) forget(List.of(rest.get(0)));
                    return setAsideContradictions(rest, there)
                            .chain(() -> write(rest.stream()
                                    .filter(arrival ->
                                            !there.containsKey(arrival.entry().id()))
                                    .toList()));
                });
    }

    /** The same id with another content is no redelivery: the first stays, the second is kept as a dead letter. */
    private Uni<Void> setAsideContradictions(List<Arrival> rest, Map<String, Entry> there) {
        return Multi.createFrom()
                .iterable(rest)
                .filter(arrival -> {
                    Entry stored = there.get(arrival.entry().id());
                    return stored != null && !stored.recorded().equals(arrival.entry());
                })
                .onItem()
                .transformToUniAndConcatenate(arrival -> deadLetters.send(
                        arrival.message(), "an entry with this id and another content is in the chain"))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private void remember(Head head) {
        synchronized (known) {
            known.put(head.chain(), head);
        }
    }

    private void forget(List<Arrival> arrivals) {
        synchronized (known) {
            arrivals.forEach(arrival -> known.remove(arrival.chain()));
        }
    }

    private static boolean isDuplicate(Throwable failure) {
        return failure instanceof MongoBulkWriteException bulk
                && !bulk.getWriteErrors().isEmpty()
                && bulk.getWriteErrors().get(0).getCode() == Schema.DUPLICATE_KEY;
    }

    private static int refused(Throwable failure) {
        return ((MongoBulkWriteException) failure).getWriteErrors().get(0).getIndex();
    }
}
