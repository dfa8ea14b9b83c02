package polyclinic.audit.sealing;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.ChainEntries;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.ChainHead;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.Checkpoints;
import polyclinic.audit.checkpoints.StoredCheckpoint;
import polyclinic.audit.signing.SigningKeys;
import polyclinic.audit.tree.Hashes;
import polyclinic.commons.async.AsyncLoop;

/**
 * Seals the years of a chain, oldest first. A year holds what checkpoints of its time cover: their times are signed, and they cut a
 * chain into runs, which the times of entries do not.
 *
 * <p>Nothing of it is kept between its steps but what they wrote, and every step can be repeated: a part is the same whoever writes
 * it, the first of two manifests stays, and what the database knows of it follows from the manifests. So it may be broken off
 * anywhere, and two replicas may do it at once.
 */
@ApplicationScoped
class YearSealing {
    private static final int CHECKPOINTS_PER_PAGE = 16;

    private final ChainEntries entries;
    private final Checkpoints checkpoints;
    private final SealedSegments segments;
    private final SegmentRegister register;
    private final SigningKeys keys;
    private final Clock clock;
    private final SealingConfig config;

    YearSealing(
            ChainEntries entries,
            Checkpoints checkpoints,
            SealedSegments segments,
            SegmentRegister register,
            SigningKeys keys,
            Clock clock,
            SealingConfig config) {
        this.entries = entries;
        this.checkpoints = checkpoints;
        this.segments = segments;
        this.register = register;
        this.keys = keys;
        this.clock = clock;
        this.config = config;
    }

    /** Every year of the chain that is due. Fails with {@link BrokenSegment} when the next one does not verify, with {@link CheckpointNotArchived} when it is too early. */
    Uni<Void> seal(int chain) {
        return registerAll(chain).chain(() -> AsyncLoop.whileMore(() -> sealNext(chain)));
    }

    /** What is sealed and the database does not know, since somebody was killed in between or the database was lost. */
    private Uni<Void> registerAll(int chain) {
        return segments.list(chain).chain(found -> register.known(chain).chain(known -> Multi.createFrom()
                .iterable(found)
                .filter(one -> !known.contains(one.year()))
                .onItem()
                .transformToUniAndConcatenate(one -> segments.get(one).call(register::add))
                .collect()
                .last()
                .replaceWithVoid()));
    }

    /** True when it has sealed a year: there may be another one. */
    private Uni<Boolean> sealNext(int chain) {
        return segments.last(chain)
                .chain(before -> begin(chain, before))
                .chain(run -> run == null
                        ? Uni.createFrom().item(false)
                        : AsyncLoop.whileMore(() -> goOn(run))
                                .chain(() -> writePart(run))
                                .chain(() -> segments.put(run.manifest(clock.instant(), keys)))
                                .chain(register::add)
                                .replaceWith(true));
    }

    /** Null when nothing is behind the last segment, or its year is not over. */
    private Uni<@Nullable Run> begin(int chain, @Nullable SealedSegment before) {
        if (before == null)
            return first(chain, 1).map(next -> next == null ? null : run(next, null, ChainHead.start(chain)));
        ChainHead head = new ChainHead(chain, before.lastSeq(), before.head());
        return first(chain, before.lastCheckpoint() + 1).map(next -> next == null ? null : run(next, before, head));
    }

    private Uni<@Nullable Checkpoint> first(int chain, long number) {
        return checkpoints.get(Checkpoint.key(chain, number)).map(stored -> stored == null ? null : readable(stored));
    }

    private @Nullable Run run(Checkpoint next, @Nullable SealedSegment before, ChainHead head) {
        // After a step of the clock back it may be of a year that is sealed: it then belongs to the one behind.
        int year = before == null ? year(next) : Math.max(year(next), before.year() + 1);
        Run run = new Run(before, head, next.treeHead().number(), year);
        return clock.instant().isBefore(run.end.plus(config.grace())) ? null : run;
    }

    /** A page of checkpoints; true when there may be more of the year. */
    private Uni<Boolean> goOn(Run run) {
        return checkpoints
                .range(run.head.chain(), run.nextCheckpoint, run.nextCheckpoint + CHECKPOINTS_PER_PAGE - 1)
                .chain(page -> Multi.createFrom()
                        .iterable(page)
                        .onItem()
                        .transformToUniAndConcatenate(stored -> take(run, readable(stored)))
                        .select()
                        .first(taken -> taken)
                        .collect()
                        .asList()
                        .map(taken -> taken.size() == CHECKPOINTS_PER_PAGE));
    }

    /** False when the checkpoint is of a later year, or S3 does not have it yet. */
    private Uni<Boolean> take(Run run, Checkpoint checkpoint) {
        if (!createdAt(checkpoint).isBefore(run.end)) return Uni.createFrom().item(false);
        if (!checkpoint.isArchived()) return Uni.createFrom().failure(new CheckpointNotArchived(checkpoint.key()));
        long from = run.head.seq() + 1;
        long to = checkpoint.treeHead().size();
        return entries.range(run.head.chain(), from, to)
                .map(found -> verified(run.head, checkpoint, found))
                .chain(found -> run.waiting.size() + found.size() > config.entries()
                        ? writePart(run).replaceWith(found)
                        : Uni.createFrom().item(found))
                .invoke(found -> run.take(checkpoint, found))
                .replaceWith(true);
    }

    private List<ChainEntry> verified(ChainHead before, Checkpoint checkpoint, List<StoredEntry> found) {
        String what = "checkpoint " + checkpoint.key();
        if (!checkpoint.isSigned(keys)) throw new BrokenSegment(what + " is not signed by a trusted key");
        if (checkpoint.treeHead().previousSize() != before.seq())
            throw new BrokenSegment(what + " does not follow the one before it");
        List<byte[]> leaves = leaves(checkpoint);
        List<ChainEntry> verified = new ArrayList<>(found.size());
        ChainHead head = before;
        for (StoredEntry stored : found) {
            if (!(stored instanceof ChainEntry entry)
                    || entry.seq() != head.seq() + 1
                    || !entry.previousHash().equals(head.hash())
                    || !entry.isIntact()
                    || verified.size() == leaves.size()
                    || !Arrays.equals(leaves.get(verified.size()), Hashes.bytes(entry.hash())))
                throw new BrokenSegment("entry " + (head.seq() + 1) + " is not what " + what + " signs");
            head = entry.head();
            verified.add(entry);
        }
        if (head.seq() != checkpoint.treeHead().size()
                || !head.hash().equals(checkpoint.treeHead().head()))
            throw new BrokenSegment("entry " + (head.seq() + 1) + " of " + what + " is missing");
        return verified;
    }

    private static List<byte[]> leaves(Checkpoint checkpoint) {
        try {
            return checkpoint.leafHashes();
        } catch (IllegalArgumentException changed) {
            throw new BrokenSegment("checkpoint " + checkpoint.key() + " was changed");
        }
    }

    private Uni<Void> writePart(Run run) {
        if (run.waiting.isEmpty()) return Uni.createFrom().voidItem();
        return segments.putPart(run.head.chain(), run.year, run.waiting)
                .invoke(run::written)
                .replaceWithVoid();
    }

    private static Checkpoint readable(StoredCheckpoint stored) {
        if (stored instanceof Checkpoint checkpoint) return checkpoint;
        throw new BrokenSegment("checkpoint " + stored.key() + " is damaged");
    }

    private static int year(Checkpoint checkpoint) {
        return createdAt(checkpoint).atOffset(ZoneOffset.UTC).getYear();
    }

    private static Instant createdAt(Checkpoint checkpoint) {
        try {
            return Instant.parse(checkpoint.treeHead().createdAt());
        } catch (DateTimeException changed) {
            throw new BrokenSegment("checkpoint " + checkpoint.key() + " was changed");
        }
    }

    /** The first moment behind a year. */
    static Instant end(int year) {
        return OffsetDateTime.of(year + 1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC).toInstant();
    }

    /** One year of a chain, while it is being sealed. */
    private static final class Run {
        private final @Nullable SealedSegment before;
        private final int year;
        private final Instant end;
        private final long firstSeq;
        private final List<SegmentPart> parts = new ArrayList<>();
        private List<ChainEntry> waiting = new ArrayList<>();
        private ChainHead head;
        private long nextCheckpoint;
        private String root = "";

        Run(@Nullable SealedSegment before, ChainHead head, long nextCheckpoint, int year) {
            this.before = before;
            this.year = year;
            this.end = end(year);
            this.head = head;
            this.firstSeq = head.seq() + 1;
            this.nextCheckpoint = nextCheckpoint;
        }

        void take(Checkpoint checkpoint, List<ChainEntry> found) {
            waiting.addAll(found);
            head = new ChainHead(
                    head.chain(),
                    checkpoint.treeHead().size(),
                    checkpoint.treeHead().head());
            root = checkpoint.treeHead().root();
            nextCheckpoint = checkpoint.treeHead().number() + 1;
        }

        void written(SegmentPart part) {
            parts.add(part);
            waiting = new ArrayList<>();
        }

        SealedSegment manifest(Instant now, SigningKeys keys) {
            return new SealedSegment(
                            SealedSegment.ORIGIN,
                            head.chain(),
                            year,
                            firstSeq,
                            head.seq(),
                            nextCheckpoint - 1,
                            root,
                            head.hash(),
                            parts.stream()
                                    .map(SegmentPart::earliest)
                                    .min(String::compareTo)
                                    .orElse(""),
                            parts.stream()
                                    .map(SegmentPart::latest)
                                    .max(String::compareTo)
                                    .orElse(""),
                            before == null ? null : before.sha256(),
                            parts,
                            now.toString(),
                            keys.keyId(),
                            "")
                    .signed(keys);
        }
    }
}
