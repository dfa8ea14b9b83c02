package polyclinic.audit.rebuild;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.archive.CheckpointArchive;
import polyclinic.audit.chain.ChainEntries;
import polyclinic.audit.chain.ChainHeads;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.Checkpoints;
import polyclinic.audit.checkpoints.TreeHead;
import polyclinic.audit.signing.SigningKeys;

/**
 * Brings back from S3 what the database lacks, to the end of what S3 has, with positions, offsets and hashes as they were.
 * Everything is verified while it is read, one checkpoint's entries at a time, and the first object that does not verify ends
 * it ({@link BrokenArchive}). Nothing that is there is changed, so it may be broken off anywhere and repeated.
 */
@ApplicationScoped
class TrailRebuild {
    private final CheckpointArchive archive;
    private final ChainEntries entries;
    private final ChainHeads heads;
    private final Checkpoints checkpoints;
    private final SigningKeys keys;
    private final RebuildMark mark;

    TrailRebuild(
            CheckpointArchive archive,
            ChainEntries entries,
            ChainHeads heads,
            Checkpoints checkpoints,
            SigningKeys keys,
            RebuildMark mark) {
        this.archive = archive;
        this.entries = entries;
        this.heads = heads;
        this.checkpoints = checkpoints;
        this.keys = keys;
        this.mark = mark;
    }

    /** Every chain that S3 has. The mark stands until all are whole. */
    Uni<Void> rebuild() {
        return mark.set()
                .chain(() -> archive.lastNumbers())
                .chain(numbers -> Multi.createFrom()
                        .iterable(new TreeMap<>(numbers).entrySet())
                        .onItem()
                        .transformToUniAndConcatenate(chain -> rebuild(chain.getKey(), chain.getValue()))
                        .collect()
                        .last())
                .chain(mark::clear);
    }

    /** The checkpoints 1 … {@code last} of a chain and their entries. */
    Uni<Void> rebuild(int chain, long last) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new Progress(chain), this::next)
                .until(segment -> segment.checkpoint().number() > last)
                .select()
                .first(last)
                .collect()
                .last()
                .invoke(end -> Log.infof(
                        "audit chain %d is rebuilt from %d checkpoints: %d entries",
                        chain, last, end.checkpoint().treeHead().size()))
                .replaceWithVoid();
    }

    /** How far a chain has come. */
    private static final class Progress {
        private final int chain;
        private @Nullable Checkpoint before;

        Progress(int chain) {
            this.chain = chain;
        }

        long next() {
            return before == null ? 1 : before.treeHead().number() + 1;
        }
    }

    private Uni<VerifiedSegment> next(Progress progress) {
        long number = progress.next();
        return archive.get(progress.chain, number)
                .map(stored -> VerifiedSegment.checkpoint(progress.chain, number, progress.before, stored, keys))
                .chain(checkpoint ->
                        lines(checkpoint).map(lines -> VerifiedSegment.of(checkpoint, progress.before, lines)))
                .call(this::restore)
                .invoke(segment -> progress.before = segment.checkpoint());
    }

    /**
     * What the checkpoint is to have signed. A release before wrote no segments: what it left is in the database, and proved by
     * the checkpoint just as well.
     */
    private Uni<List<StoredEntry>> lines(Checkpoint checkpoint) {
        TreeHead signed = checkpoint.treeHead();
        return archive.segment(checkpoint.chain(), checkpoint.number())
                .chain(object -> object == null
                        ? entries.range(checkpoint.chain(), signed.previousSize() + 1, signed.size())
                                .map(found -> VerifiedSegment.stored(checkpoint, found))
                        : Uni.createFrom().item(() -> VerifiedSegment.lines(checkpoint, object)));
    }

    private Uni<Void> restore(VerifiedSegment segment) {
        Checkpoint checkpoint = segment.checkpoint();
        long from = checkpoint.treeHead().previousSize() + 1;
        return entries.restore(segment.entries())
                .chain(() -> entries.range(
                        checkpoint.chain(), from, checkpoint.treeHead().size()))
                .invoke(there -> requireSame(List.copyOf(segment.entries()).equals(there), checkpoint))
                .chain(() -> checkpoints.restore(checkpoint))
                .chain(added -> added ? Uni.createFrom().voidItem() : requireSame(checkpoint))
                .chain(() -> heads.save(List.of(segment.head())));
    }

    private Uni<Void> requireSame(Checkpoint checkpoint) {
        return checkpoints
                .get(checkpoint.key())
                .invoke(there -> requireSame(
                        there instanceof Checkpoint same
                                && same.treeHead().equals(checkpoint.treeHead())
                                && same.signature().equals(checkpoint.signature()),
                        checkpoint))
                .replaceWithVoid();
    }

    private static void requireSame(boolean same, Checkpoint checkpoint) {
        if (!same) throw new BrokenArchive(checkpoint.key(), "differs from what the database has in its place");
    }
}
