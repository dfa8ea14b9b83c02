package polyclinic.audit.verification;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.archive.CheckpointArchive;
import polyclinic.audit.archive.CheckpointStoreUnavailable;
import polyclinic.audit.chain.ChainEntries;
import polyclinic.audit.chain.ChainHead;
import polyclinic.audit.chain.ChainHeads;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.Checkpoints;
import polyclinic.audit.sealing.SealedSegments;
import polyclinic.audit.sealing.WholeChain;
import polyclinic.audit.signing.ProducerKeys;
import polyclinic.audit.verification.progress.VerifiedPart;
import polyclinic.audit.verification.progress.VerifiedParts;
import polyclinic.commons.async.AsyncLoop;
import polyclinic.commons.async.SameContext;
import polyclinic.commons.audit.Audit;

/**
 * Recomputes the trail from the stored entries, those of sealed years that left the database included, and compares it with the checkpoints of both stores and with the recorded
 * heads: from the beginning, or from the checkpoint up to which a verification before found a chain sound. Never more than a
 * page of entries and a page of checkpoints of two chains are in memory.
 *
 * <p>The trail may grow meanwhile. What bounds the work (heads, what S3 has) is read first, so whatever it names must be
 * there when it is looked at.
 */
@ApplicationScoped
class TrailVerification {
    /** Each hashes its entries on a processor of its own, and the store reads for the other meanwhile. */
    private static final int CONCURRENT_CHAINS = 2;

    private static final int ALL = -1;

    private final ChainEntries entries;
    private final ChainHeads heads;
    private final Checkpoints checkpoints;
    private final CheckpointArchive archive;
    private final EvidenceReader evidence;
    private final SealedSegments segments;
    private final SegmentCheck segmentCheck;
    private final ProducerKeys producers;
    private final Audit audit;
    private final Clock clock;
    private final VerificationMetrics metrics;
    private final VerifiedParts parts;
    private final SharedRuns<VerificationReport> runs = new SharedRuns<>();

    TrailVerification(
            ChainEntries entries,
            ChainHeads heads,
            Checkpoints checkpoints,
            CheckpointArchive archive,
            EvidenceReader evidence,
            SealedSegments segments,
            SegmentCheck segmentCheck,
            ProducerKeys producers,
            Audit audit,
            Clock clock,
            VerificationMetrics metrics,
            VerifiedParts parts) {
        this.entries = entries;
        this.heads = heads;
        this.checkpoints = checkpoints;
        this.archive = archive;
        this.evidence = evidence;
        this.segments = segments;
        this.segmentCheck = segmentCheck;
        this.producers = producers;
        this.audit = audit;
        this.clock = clock;
        this.metrics = metrics;
        this.parts = parts;
    }

    /** Recorded in the trail first. Fails with {@link CheckpointStoreUnavailable} when S3 does not answer. */
    Uni<VerificationReport> verify(VerifyTrail request) {
        Integer chain = request.chain();
        return audit.record(audit.entry("verify", "audit_trail", null, null))
                .chain(() -> chain == null
                        ? run(request.isFull())
                        : runs.run(
                                kind(chain, request.isFull()),
                                () -> counted(
                                        bounds -> Uni.createFrom().item(Set.of(chain)), request.isFull(), false)));
    }

    /**
     * Verifies the whole trail, without a record of who asked.
     *
     * @param full whether every chain is begun at its first entry
     */
    Uni<VerificationReport> run(boolean full) {
        return runs.run(kind(ALL, full), () -> counted(this::chains, full, true));
    }

    private static int kind(int chain, boolean full) {
        return 2 * chain + (full ? 1 : 0);
    }

    private Uni<VerificationReport> counted(Function<Bounds, Uni<Set<Integer>>> choice, boolean full, boolean all) {
        Instant begun = clock.instant();
        return metrics.counted(verify(choice, full, begun), all, begun);
    }

    private Uni<VerificationReport> verify(Function<Bounds, Uni<Set<Integer>>> choice, boolean full, Instant begun) {
        return bounds(full).chain(bounds -> choice.apply(bounds)
                .chain(chains -> Multi.createFrom()
                        .iterable(chains)
                        .onItem()
                        .transformToUni(chain -> verify(chain, bounds, begun))
                        .merge(CONCURRENT_CHAINS)
                        .collect()
                        .asList())
                .map(VerificationReport::of));
    }

    /**
     * What was there before the check began.
     *
     * @param verified chain → what was verified of it before; of the others nothing was
     * @param archived chain → number of its last checkpoint in S3
     * @param heads chain → its recorded head
     */
    private record Bounds(
            Map<Integer, VerifiedPart> verified, Map<Integer, Long> archived, Map<Integer, ChainHead> heads) {}

    private Uni<Bounds> bounds(boolean full) {
        Uni<Map<Integer, VerifiedPart>> verified = full ? Uni.createFrom().item(Map.of()) : parts.all();
        return verified.chain(before -> archive.lastNumbers(
                        before.values().stream().collect(Collectors.toMap(VerifiedPart::chain, VerifiedPart::number)))
                .onFailure()
                .transform(away -> new CheckpointStoreUnavailable())
                .chain(archived -> heads.all()
                        .map(all -> new Bounds(
                                before,
                                archived,
                                all.stream().collect(Collectors.toMap(ChainHead::chain, head -> head))))));
    }

    private Uni<Set<Integer>> chains(Bounds bounds) {
        Set<Integer> chains = new TreeSet<>(bounds.archived().keySet());
        chains.addAll(bounds.heads().keySet());
        return entries.chains()
                .invoke(chains::addAll)
                .chain(checkpoints::chains)
                .invoke(chains::addAll)
                .replaceWith(chains);
    }

    private Uni<VerificationReport.ChainReport> verify(int chain, Bounds bounds, Instant begun) {
        ChainHead recorded = bounds.heads().get(chain);
        WholeChain whole = new WholeChain(chain, entries, segments);
        return begin(chain, bounds)
                .chain(check -> covered(check, chain, whole, bounds.archived().getOrDefault(chain, 0L))
                        .chain(() -> uncovered(check, chain, recorded == null ? 0 : recorded.seq()))
                        .chain(() -> entries.count(chain, check.begunBehind(), check.position()))
                        .invoke(counted -> check.claimed(counted + whole.archived()))
                        .call(counted -> check.begunBehind() == 0
                                ? segmentCheck.check(check, chain)
                                : Uni.createFrom().voidItem())
                        .map(counted -> check.report())
                        .call(report -> keep(check, report, begun)));
    }

    private Uni<Void> keep(ChainVerification check, VerificationReport.ChainReport report, Instant begun) {
        if (!report.problems().isEmpty()) return parts.forget(report.chain());
        VerifiedPart part = check.verified(begun);
        return part == null ? Uni.createFrom().voidItem() : parts.save(part);
    }

    /**
     * Behind what was verified, when its last entry, its checkpoint and the recorded head still agree with it; else at the
     * beginning, where it will be found what does not.
     */
    private Uni<ChainVerification> begin(int chain, Bounds bounds) {
        ChainHead recorded = bounds.heads().get(chain);
        ChainVerification fromFirst = new ChainVerification(chain, recorded, producers);
        VerifiedPart part = bounds.verified().get(chain);
        if (part == null || recorded == null || recorded.seq() < part.size())
            return Uni.createFrom().item(fromFirst);
        return evidence.one(chain, part.number()).chain(weighed -> new WholeChain(chain, entries, segments)
                .range(part.size(), part.size())
                .map(last -> ChainVerification.behind(part, weighed, last, recorded, producers)
                        .orElse(fromFirst)));
    }

    /** Checkpoint pages, until a page is empty in the database and beyond what S3 has. */
    private Uni<Void> covered(ChainVerification check, int chain, WholeChain whole, long archivedTo) {
        AtomicLong from = new AtomicLong(check.nextCheckpoint());
        return AsyncLoop.whileMore(() -> evidence.page(chain, from.get(), archivedTo)
                .call(page -> Multi.createFrom()
                        .iterable(page)
                        .onItem()
                        .transformToUniAndConcatenate(weighed -> covered(check, whole, weighed))
                        .collect()
                        .asList())
                .invoke(page -> from.addAndGet(page.size()))
                .map(page -> page.size() == EvidenceReader.PAGE_SIZE));
    }

    private Uni<Void> covered(ChainVerification check, WholeChain whole, Evidence weighed) {
        Checkpoint trusted = weighed.trusted();
        if (trusted == null) {
            check.lost(weighed);
            return Uni.createFrom().voidItem();
        }
        return lost(check, whole, trusted.treeHead().previousSize())
                .chain(() ->
                        gather(whole, check.position() + 1, trusted.treeHead().size()))
                .chain(found -> aside(() -> check.covered(weighed, trusted, found)));
    }

    /** Entries that a lost checkpoint covered: only their own hashes speak for them. */
    private Uni<Void> lost(ChainVerification check, WholeChain whole, long to) {
        return AsyncLoop.whileMore(() -> {
            long from = check.position() + 1;
            if (from > to) return Uni.createFrom().item(false);
            long end = Math.min(to, from + ChainEntries.PAGE_SIZE - 1);
            return whole.range(from, end)
                    .chain(page -> aside(() -> check.uncovered(page, end)))
                    .replaceWith(true);
        });
    }

    /** The entries of one checkpoint; a signed one never covers more than a page or two. */
    private Uni<List<StoredEntry>> gather(WholeChain whole, long from, long to) {
        List<StoredEntry> found = new ArrayList<>();
        AtomicLong next = new AtomicLong(from);
        return AsyncLoop.whileMore(() -> {
                    long begin = next.get();
                    if (begin > to) return Uni.createFrom().item(false);
                    long end = Math.min(to, begin + ChainEntries.PAGE_SIZE - 1);
                    next.set(end + 1);
                    return whole.range(begin, end).invoke(found::addAll).replaceWith(true);
                })
                .replaceWith(found);
    }

    private Uni<Void> uncovered(ChainVerification check, int chain, long recorded) {
        return AsyncLoop.whileMore(() -> {
            long from = check.position() + 1;
            return entries.settledRange(chain, from, from + ChainEntries.PAGE_SIZE - 1)
                    .chain(page -> {
                        if (page.isEmpty()) return empty(check, chain, recorded);
                        long end = page.get(page.size() - 1).position();
                        return aside(() -> check.uncovered(page, end)).replaceWith(true);
                    });
        });
    }

    /** Nothing is at the next positions: the end of the chain, or a gap as long as a page. True when it goes on behind it. */
    private Uni<Boolean> empty(ChainVerification check, int chain, long recorded) {
        long from = check.position() + 1;
        return entries.nextAfter(chain, from - 1).chain(next -> {
            if (next != null && next == from) return appearedOrStray(check, chain);
            long to = next == null ? recorded : next - 1;
            if (to < from) return Uni.createFrom().item(false);
            long end = Math.min(to, from + ChainEntries.PAGE_SIZE - 1);
            // The entries before the one that was found may have come this moment, too.
            return entries.range(chain, from, end)
                    .chain(found -> aside(() -> check.uncovered(found, end)))
                    .replaceWith(true);
        });
    }

    /**
     * Something claims the next position: an entry that came this moment, or a document under a wrong key. True when it is the
     * first.
     */
    private Uni<Boolean> appearedOrStray(ChainVerification check, int chain) {
        long next = check.position() + 1;
        return entries.range(chain, next, next).map(found -> {
            if (found.isEmpty()) check.stray();
            return !found.isEmpty();
        });
    }

    /** To hash a page and check its signatures takes tens of milliseconds. */
    private static Uni<Void> aside(Runnable work) {
        return SameContext.<@Nullable Void>aside(() -> {
                    work.run();
                    return null;
                })
                .replaceWithVoid();
    }
}
