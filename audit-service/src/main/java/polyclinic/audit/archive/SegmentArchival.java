package polyclinic.audit.archive;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.ChainEntries;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.Checkpoints;
import polyclinic.audit.tree.Hashes;

/**
 * Brings the entries that a checkpoint adds into S3 beside it, so that the trail can be rebuilt when the database is lost. Only
 * entries whose hashes the checkpoint has are brought there; never more than one checkpoint's are in memory.
 */
@ApplicationScoped
class SegmentArchival {
    /** Checkpoints looked at in one round for segments that an earlier release did not write. */
    private static final int PAGE_SIZE = 200;

    private final ChainEntries entries;
    private final Checkpoints checkpoints;
    private final CheckpointArchive archive;
    /** Up to this object every checkpoint in S3 has its segment; null when that is so of all of them. */
    private @Nullable String complete = CheckpointArchive.PREFIX;

    SegmentArchival(ChainEntries entries, Checkpoints checkpoints, CheckpointArchive archive) {
        this.entries = entries;
        this.checkpoints = checkpoints;
        this.archive = archive;
    }

    /** False when the database does not have what the checkpoint says; that is logged. */
    Uni<Boolean> put(Checkpoint checkpoint) {
        long from = checkpoint.treeHead().previousSize() + 1;
        return entries.range(checkpoint.chain(), from, checkpoint.treeHead().size())
                .chain(found -> covered(checkpoint, found)
                        .map(covered ->
                                archive.putSegment(checkpoint.key(), covered).replaceWith(true))
                        .orElseGet(() -> {
                            Log.errorf(
                                    "the entries of checkpoint %s are not those that it signs: they are not archived",
                                    checkpoint.key());
                            return Uni.createFrom().item(false);
                        }));
    }

    private static Optional<List<ChainEntry>> covered(Checkpoint checkpoint, List<StoredEntry> found) {
        List<byte[]> leaves;
        try {
            leaves = checkpoint.leafHashes();
        } catch (IllegalArgumentException changed) {
            return Optional.empty();
        }
        if (leaves.size() != found.size()) return Optional.empty();
        List<ChainEntry> covered = new ArrayList<>(found.size());
        for (int i = 0; i < found.size(); i++) {
            if (!(found.get(i) instanceof ChainEntry entry)
                    || !entry.isIntact()
                    || !entry.hash().equals(Hashes.hex(leaves.get(i)))) return Optional.empty();
            covered.add(entry);
        }
        return Optional.of(covered);
    }

    /** One step through the checkpoints in S3: those without a segment get it. They are all from before there were segments. True at the end. */
    Uni<Boolean> complete() {
        String after = complete;
        if (after == null) return Uni.createFrom().item(true);
        return archive.withoutSegment(after, PAGE_SIZE).chain(page -> {
            Uni<Void> all = Uni.createFrom().voidItem();
            for (String key : page.keys()) all = all.chain(() -> put(key));
            return all.invoke(() -> complete = page.end()).replaceWith(page.end() == null);
        });
    }

    private Uni<Void> put(String key) {
        return checkpoints
                .get(key)
                .chain(stored -> stored instanceof Checkpoint checkpoint
                        ? put(checkpoint).replaceWithVoid()
                        : Uni.createFrom().voidItem())
                .onFailure(ConflictingCheckpoint.class)
                .recoverWithUni(conflict -> {
                    Log.error(conflict.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }
}
