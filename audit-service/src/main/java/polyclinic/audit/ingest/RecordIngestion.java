package polyclinic.audit.ingest;

import com.mongodb.MongoBulkWriteException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import polyclinic.audit.chain.ArrivalMetadata;
import polyclinic.audit.chain.AuditRecord;
import polyclinic.audit.chain.CanonicalForm;
import polyclinic.audit.chain.ChainEntries;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.ChainHead;
import polyclinic.audit.chain.ChainHeads;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.audit.signing.ProducerConfig;
import polyclinic.commons.messaging.DeadLetters;
import polyclinic.commons.mongo.MongoFailures;

/**
 * Appends batches to the chains: normally two round trips a batch (the entries, the heads), whatever its size.
 *
 * <h2>Why a chain can neither fork nor double</h2>
 *
 * <ol>
 *   <li>There is at most one entry at each position: {@code _id} is chain and position, and {@code chain_seq} is unique.
 *   <li>An entry at position <i>n</i> is written only after its writer has seen the one at <i>n − 1</i> acknowledged:
 *       either it read it, or it wrote it before in the same ordered insert, which stops at its first failure. Entries are
 *       never changed, so the {@code previousHash} it computed from is that of the one entry that is there. Hence no gap,
 *       and hence one predecessor for each.
 *   <li>An entry is there at most once: {@code entry_id} is unique.
 *   <li>The offset is committed only after the entries are acknowledged, so nothing is skipped.
 * </ol>
 *
 * So a crash after a part of an insert, or between insert and commit, leaves a prefix that is a valid chain; the
 * redelivered rest runs into {@code entry_id}, is recognised and left out. Two replicas that both believe to own the
 * partition race for the same position; the index lets one through, the other forgets its idea of the head, reads the real
 * one and goes on behind it. An insert whose answer was lost and that takes effect late is in the same situation: its
 * entries are stored already or its position is taken, and at its first refused entry it stops.
 */
@ApplicationScoped
@Startup
class RecordIngestion {
    private final ChainEntries entries;
    private final ChainHeads heads;
    private final DeadLetters deadLetters;
    private final ProducerConfig config;
    private final Clock clock;
    private final Counter appended;
    private final Timer lag;
    /** Where this replica believes the chains end; {@code entry_id} and {@code chain_seq} show when it is wrong. */
    private final Map<Integer, ChainHead> known = new ConcurrentHashMap<>();

    RecordIngestion(
            ChainEntries entries,
            ChainHeads heads,
            DeadLetters deadLetters,
            ProducerConfig config,
            Clock clock,
            MeterRegistry metrics) {
        this.entries = entries;
        this.heads = heads;
        this.deadLetters = deadLetters;
        this.config = config;
        this.clock = clock;
        this.appended = Counter.builder("polyclinic.audit.entries")
                .description("Entries appended to the chains")
                .register(metrics);
        this.lag = Timer.builder("polyclinic.audit.lag")
                .description("From the moment of the operation until its entry is in the chain")
                .register(metrics);
    }

    /** Appends in the order given. Not to be called twice at the same time. */
    Uni<Void> append(List<ReceivedRecord> batch) {
        Set<String> ids = new HashSet<>();
        List<ReceivedRecord> distinct =
                batch.stream().filter(received -> ids.add(received.id())).toList();
        return write(distinct).onFailure().invoke(() -> forget(distinct));
    }

    private Uni<Void> write(List<ReceivedRecord> waiting) {
        if (waiting.isEmpty()) return Uni.createFrom().voidItem();
        return ends(waiting).chain(ends -> {
            List<ChainEntry> next = chained(waiting, ends);
            return entries.append(next)
                    .chain(() -> acknowledged(next, ends))
                    .onFailure(RecordIngestion::isRefused)
                    .recoverWithUni(failure -> resolve(waiting, next, refusedIndex(failure)));
        });
    }

    private Uni<Map<Integer, ChainHead>> ends(List<ReceivedRecord> waiting) {
        return Multi.createFrom()
                .iterable(waiting.stream().map(ReceivedRecord::chain).collect(Collectors.toSet()))
                .onItem()
                .transformToUniAndConcatenate(this::end)
                .collect()
                .asMap(ChainHead::chain);
    }

    private Uni<ChainHead> end(int chain) {
        ChainHead believed = known.get(chain);
        if (believed != null) return Uni.createFrom().item(believed);
        return heads.find(chain).invoke(this::remember);
    }

    /** @param ends where the chains end, moved on by what is added to them */
    private List<ChainEntry> chained(List<ReceivedRecord> waiting, Map<Integer, ChainHead> ends) {
        List<ChainEntry> next = new ArrayList<>(waiting.size());
        Instant now = clock.instant();
        for (ReceivedRecord received : waiting) {
            ChainHead head = ends.get(received.chain());
            if (head == null) throw new IllegalStateException("the end of the chain is not known");
            ChainEntry entry = ChainEntry.after(
                    head,
                    received.offset(),
                    received.record(),
                    ArrivalMetadata.of(received.record(), now, config.onTime()));
            ends.put(received.chain(), entry.head());
            next.add(entry);
        }
        return next;
    }

    private Uni<Void> acknowledged(List<ChainEntry> done, Map<Integer, ChainHead> ends) {
        ends.values().forEach(this::remember);
        appended.increment(done.size());
        Instant now = clock.instant();
        done.stream()
                .map(entry -> Duration.between(Instant.parse(entry.record().occurredAt()), now))
                .filter(waited -> !waited.isNegative())
                .forEach(lag::record);
        return heads.save(ends.values());
    }

    /**
     * An index refused the entry at {@code index}; those before it are in. Either that entry is already there (a
     * redelivery), or its position is taken and the believed head was stale.
     */
    private Uni<Void> resolve(List<ReceivedRecord> waiting, List<ChainEntry> tried, int index) {
        Map<Integer, ChainHead> ends = new LinkedHashMap<>();
        tried.subList(0, index).forEach(entry -> ends.put(entry.chain(), entry.head()));
        List<ReceivedRecord> rest = waiting.subList(index, waiting.size());
        Uni<Void> first = index == 0 ? Uni.createFrom().voidItem() : acknowledged(tried.subList(0, index), ends);
        return first.chain(() -> entries.byRecordIds(
                        rest.stream().map(ReceivedRecord::id).toList()))
                .map(found -> found.stream().collect(Collectors.toMap(StoredEntry::id, Function.identity())))
                .chain(stored -> {
                    if (!stored.containsKey(rest.get(0).id())) forget(List.of(rest.get(0)));
                    return setAsideContradictions(rest, stored)
                            .chain(() -> write(rest.stream()
                                    .filter(received -> !stored.containsKey(received.id()))
                                    .toList()));
                });
    }

    /** The same id with another content is not a redelivery: the first stays, the second is kept as a dead letter. */
    private Uni<Void> setAsideContradictions(List<ReceivedRecord> rest, Map<String, StoredEntry> stored) {
        return Multi.createFrom()
                .iterable(rest)
                .filter(received -> stored.containsKey(received.id())
                        && !(stored.get(received.id()) instanceof ChainEntry entry
                                && isSame(entry.record(), received.record())))
                .onItem()
                .transformToUniAndConcatenate(received -> deadLetters.send(
                        received.message(), "an entry with this id and another content is in the chain"))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** Signed again with another key of the same service it says the same. */
    private static boolean isSame(AuditRecord one, AuditRecord other) {
        return CanonicalForm.signedText(one).equals(CanonicalForm.signedText(other));
    }

    private void remember(ChainHead head) {
        known.put(head.chain(), head);
    }

    private void forget(List<ReceivedRecord> records) {
        records.forEach(received -> known.remove(received.chain()));
    }

    private static boolean isRefused(Throwable failure) {
        return failure instanceof MongoBulkWriteException bulk
                && !bulk.getWriteErrors().isEmpty()
                && MongoFailures.isDuplicateKey(failure);
    }

    private static int refusedIndex(Throwable failure) {
        return ((MongoBulkWriteException) failure).getWriteErrors().get(0).getIndex();
    }
}
