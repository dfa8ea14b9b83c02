package polyclinic.audit.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.StoredCheckpoint;
import polyclinic.audit.signing.SigningKeys;
import polyclinic.audit.tree.CompactRange;
import polyclinic.audit.tree.Hashes;

/**
 * One checkpoint as both stores have it, weighed.
 *
 * @param genuine the copies that a trusted key signed for this chain and number, S3's before the database's
 * @param contradictions what is wrong with either copy
 */
record Evidence(long number, List<Checkpoint> genuine, List<String> contradictions) {
    /**
     * @param stored the database's copy, if there is one
     * @param archived S3's copy, if there is one
     */
    static Evidence weigh(
            int chain,
            long number,
            @Nullable StoredCheckpoint stored,
            @Nullable StoredCheckpoint archived,
            SigningKeys keys) {
        List<Checkpoint> genuine = new ArrayList<>();
        List<String> contradictions = new ArrayList<>();
        if (archived instanceof Checkpoint copy && isGenuine(copy, chain, number, keys)) genuine.add(copy);
        else if (archived != null) contradictions.add("checkpoint " + number + " in S3 is not signed by a trusted key");
        if (stored instanceof Checkpoint copy && isGenuine(copy, chain, number, keys)) genuine.add(copy);
        else if (stored != null)
            contradictions.add("checkpoint " + number + " in the database is not signed by a trusted key");
        String difference = difference(stored, archived);
        if (difference != null) contradictions.add("checkpoint " + number + " " + difference);
        return new Evidence(number, genuine, contradictions);
    }

    private static @Nullable String difference(@Nullable StoredCheckpoint stored, @Nullable StoredCheckpoint archived) {
        if (stored == null) return archived == null ? "is missing in both stores" : "is missing in the database";
        if (archived == null) return stored instanceof Checkpoint copy && copy.isArchived() ? "is missing in S3" : null;
        return isSame(stored, archived) ? null : "in the database differs from the one in S3";
    }

    /** The checkpoint that is believed, or null when neither copy is genuine. */
    @Nullable
    Checkpoint trusted() {
        return genuine.isEmpty() ? null : genuine.get(0);
    }

    /**
     * The entry hashes that the checkpoint adds, proved by its root on top of {@code before}; null when no copy has them.
     *
     * @param checkpoint the one that is trusted
     */
    @Nullable
    List<byte[]> provenLeaves(Checkpoint checkpoint, CompactRange before) {
        for (Checkpoint copy : genuine) {
            if (!copy.treeHead().equals(checkpoint.treeHead())) continue;
            try {
                List<byte[]> leaves = copy.leafHashes();
                CompactRange tree = before.copy();
                leaves.forEach(tree::append);
                if (tree.size() == checkpoint.treeHead().size()
                        && Hashes.hex(tree.root()).equals(checkpoint.treeHead().root())) return leaves;
            } catch (IllegalArgumentException damaged) {
                // the other copy may hold
            }
        }
        return null;
    }

    /** The tree of the checkpoint as a copy remembers it and its root proves it; null when no copy does. */
    @Nullable
    CompactRange provenRange(Checkpoint checkpoint) {
        for (Checkpoint copy : genuine) {
            if (!copy.treeHead().root().equals(checkpoint.treeHead().root())
                    || copy.treeHead().size() != checkpoint.treeHead().size()) continue;
            try {
                return copy.provenRange();
            } catch (IllegalArgumentException damaged) {
                // the other copy may hold
            }
        }
        return null;
    }

    private static boolean isGenuine(Checkpoint copy, int chain, long number, SigningKeys keys) {
        return copy.treeHead().chain() == chain && copy.treeHead().number() == number && copy.isSigned(keys);
    }

    private static boolean isSame(StoredCheckpoint stored, StoredCheckpoint archived) {
        if (!(stored instanceof Checkpoint one) || !(archived instanceof Checkpoint other))
            return stored.equals(archived);
        return one.treeHead().equals(other.treeHead())
                && Objects.equals(one.leaves(), other.leaves())
                && Objects.equals(one.subtrees(), other.subtrees());
    }
}
