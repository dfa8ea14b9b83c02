package polyclinic.audit.rebuild;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.archive.EntrySegment;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.ChainHead;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.StoredCheckpoint;
import polyclinic.audit.checkpoints.TreeHead;
import polyclinic.audit.signing.SigningKeys;
import polyclinic.audit.tree.CompactRange;
import polyclinic.audit.tree.Hashes;
import polyclinic.audit.tree.MerkleHash;

/**
 * A checkpoint and the entries that it adds, proved by its signature: the entries follow those before, each is what its hash
 * says, and together they have the signed root.
 */
record VerifiedSegment(Checkpoint checkpoint, List<ChainEntry> entries) {
    ChainHead head() {
        return entries.get(entries.size() - 1).head();
    }

    /**
     * The checkpoint, proved by its signature and by the one before it.
     *
     * @param before the checkpoint before, verified; null for the first
     * @throws BrokenArchive naming the object at which it ends
     */
    static Checkpoint checkpoint(
            int chain, long number, @Nullable Checkpoint before, @Nullable StoredCheckpoint stored, SigningKeys keys) {
        String name = Checkpoint.key(chain, number) + ".json";
        if (stored == null) throw new BrokenArchive(name, "is missing");
        if (!(stored instanceof Checkpoint checkpoint)) throw new BrokenArchive(name, "cannot be read");
        TreeHead head = checkpoint.treeHead();
        if (head.chain() != chain || head.number() != number || !checkpoint.isSigned(keys))
            throw new BrokenArchive(name, "is not signed by a trusted key");
        if (!follows(head, before)) throw new BrokenArchive(name, "does not follow the checkpoint before it");
        return checkpoint;
    }

    /**
     * The entries of a verified checkpoint.
     *
     * @param before the checkpoint before, verified; null for the first
     * @param lines what is said to be its entries
     * @throws BrokenArchive when they are not those that it signs
     */
    static VerifiedSegment of(Checkpoint checkpoint, @Nullable Checkpoint before, List<StoredEntry> lines) {
        return new VerifiedSegment(checkpoint, entries(checkpoint, before, lines));
    }

    /** The lines of the object in S3. */
    static List<StoredEntry> lines(Checkpoint checkpoint, byte[] object) {
        try {
            return EntrySegment.read(object, count(checkpoint));
        } catch (IOException damaged) {
            throw new BrokenArchive(name(checkpoint), "was cut or cannot be read");
        }
    }

    /** The entries of the database in the place of an object that is missing; it must have them all. */
    static List<StoredEntry> stored(Checkpoint checkpoint, List<StoredEntry> found) {
        if (found.size() != count(checkpoint)) throw new BrokenArchive(name(checkpoint), "is missing");
        return found;
    }

    private static long count(Checkpoint checkpoint) {
        return checkpoint.treeHead().size() - checkpoint.treeHead().previousSize();
    }

    private static String name(Checkpoint checkpoint) {
        return checkpoint.key() + ".jsonl.gz";
    }

    private static boolean follows(TreeHead head, @Nullable Checkpoint before) {
        long size = before == null ? 0 : before.treeHead().size();
        String root = before == null
                ? Hashes.hex(MerkleHash.empty())
                : before.treeHead().root();
        return head.previousSize() == size && head.previousRoot().equals(root) && head.size() > size;
    }

    private static List<ChainEntry> entries(
            Checkpoint checkpoint, @Nullable Checkpoint before, List<StoredEntry> lines) {
        String name = name(checkpoint);
        TreeHead signed = checkpoint.treeHead();
        CompactRange range = before == null ? CompactRange.fromZero() : range(before);
        ChainHead head = before == null
                ? ChainHead.start(signed.chain())
                : new ChainHead(
                        signed.chain(), signed.previousSize(), before.treeHead().head());
        List<ChainEntry> entries = new ArrayList<>();
        for (StoredEntry line : lines) {
            if (!(line instanceof ChainEntry entry)
                    || entry.chain() != signed.chain()
                    || entry.seq() != head.seq() + 1
                    || !entry.previousHash().equals(head.hash())
                    || !entry.isIntact())
                throw new BrokenArchive(name, "was changed: entry " + (head.seq() + 1) + " is not what its hash says");
            range.append(Hashes.bytes(entry.hash()));
            head = entry.head();
            entries.add(entry);
        }
        if (head.seq() != signed.size() || !Hashes.hex(range.root()).equals(signed.root()))
            throw new BrokenArchive(name, "was changed: its entries are not those that the checkpoint signs");
        return entries;
    }

    private static CompactRange range(Checkpoint before) {
        try {
            return Objects.requireNonNull(before.provenRange());
        } catch (IllegalArgumentException changed) {
            throw new BrokenArchive(before.key() + ".json", "was changed: " + changed.getMessage());
        }
    }
}
