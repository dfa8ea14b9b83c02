package polyclinic.audit.verification;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.AuditRecord;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.ChainHead;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.TreeHead;
import polyclinic.audit.signing.ProducerKeys;
import polyclinic.audit.tree.CompactRange;
import polyclinic.audit.tree.Hashes;
import polyclinic.audit.verification.progress.VerifiedPart;

/**
 * Goes along one chain, page by page, and notes what is wrong. It knows no store: entries, checkpoints and the recorded
 * head are handed to it in order.
 */
final class ChainVerification {
    private final int chain;
    private final @Nullable ChainHead recorded;
    private final ProducerKeys producers;
    private final ChainFindings findings = new ChainFindings();

    /** How many entries were verified before and are not looked at. */
    private long begunBehind;
    /** The number of the last checkpoint that was verified before. */
    private long checkpointBehind;
    /** The last checkpoint that was checked, null when it is not to be trusted. */
    private @Nullable TreeHead lastChecked;
    /** What {@link #producersSign} was there. */
    private boolean producersSignAtChecked;

    private long length;
    private long checkpoints;
    private long position;
    private String lastHash = ChainHead.GENESIS;
    private String hashAtHead = ChainHead.GENESIS;
    /** First position of a run of missing entries that is still going on, or 0. */
    private long missingFrom;
    /** Whether an entry was signed by its service: those behind it must be, too. */
    private boolean producersSign;
    /** The hash that a missing entry had according to a checkpoint: the next one must name it. */
    private @Nullable String lastSigned;
    /** What the signed roots say about the tree so far; null when that is not known any more. */
    private @Nullable CompactRange tree = CompactRange.fromZero();

    /** @param recorded the head as stored before the check began, or null when there is none */
    ChainVerification(int chain, @Nullable ChainHead recorded, ProducerKeys producers) {
        this.chain = chain;
        this.producers = producers;
        this.recorded = recorded;
    }

    /**
     * Goes on behind what was verified before; empty when the evidence for it is not what it was.
     *
     * @param evidence the checkpoint that the part ends with
     * @param last what is at the part's last position
     */
    static Optional<ChainVerification> behind(
            VerifiedPart part, Evidence evidence, List<StoredEntry> last, ChainHead recorded, ProducerKeys producers) {
        Checkpoint checkpoint = evidence.trusted();
        if (checkpoint == null || !evidence.contradictions().isEmpty() || !part.endsWith(checkpoint.treeHead()))
            return Optional.empty();
        CompactRange proven = evidence.provenRange(checkpoint);
        if (proven == null || !isHead(last, checkpoint.treeHead())) return Optional.empty();
        ChainVerification check = new ChainVerification(part.chain(), recorded, producers);
        check.begunBehind = part.size();
        check.checkpointBehind = part.number();
        check.lastChecked = checkpoint.treeHead();
        check.length = part.size();
        check.position = part.size();
        check.lastHash = checkpoint.treeHead().head();
        if (recorded.seq() == part.size()) check.hashAtHead = check.lastHash;
        check.producersSign = part.producersSign();
        check.producersSignAtChecked = part.producersSign();
        check.tree = proven;
        return Optional.of(check);
    }

    private static boolean isHead(List<StoredEntry> found, TreeHead signed) {
        return found.size() == 1
                && found.get(0) instanceof ChainEntry entry
                && entry.isIntact()
                && entry.hash().equals(signed.head());
    }

    /** How many entries were verified before and are not looked at. */
    long begunBehind() {
        return begunBehind;
    }

    /** The number of the first checkpoint to look at. */
    long nextCheckpoint() {
        return checkpointBehind + 1;
    }

    /** The last position that was looked at. */
    long position() {
        return position;
    }

    /** A checkpoint of which nothing trustworthy is left. */
    void lost(Evidence evidence) {
        checkpoints++;
        lastChecked = null;
        contradictions(position + 1, evidence);
        tree = null;
    }

    /**
     * A signed checkpoint and the entries from here to its size, as far as they are there.
     *
     * @param checkpoint the one that is trusted
     * @param found in order, each once
     */
    void covered(Evidence evidence, Checkpoint checkpoint, List<StoredEntry> found) {
        TreeHead signed = checkpoint.treeHead();
        checkpoints++;
        long first = position + 1;
        contradictions(first, evidence);
        if (signed.size() <= position) {
            findings.other(first, "checkpoint", "checkpoint " + evidence.number() + " covers nothing new");
            return;
        }
        if (tree != null && !follows(signed, tree)) {
            findings.other(first, "checkpoint", "checkpoint " + evidence.number() + " does not follow the one before");
            tree = null;
        }
        List<byte[]> leaves = tree == null ? null : evidence.provenLeaves(checkpoint, tree);
        if (tree != null && leaves != null) {
            check(found, signed.size(), leaves);
            leaves.forEach(tree::append);
        } else {
            checkWithoutLeaves(evidence, signed, found);
            tree = evidence.provenRange(checkpoint);
        }
        lastChecked = signed;
        producersSignAtChecked = producersSign;
    }

    private static boolean follows(TreeHead signed, CompactRange tree) {
        return signed.previousSize() == tree.size() && signed.previousRoot().equals(Hashes.hex(tree.root()));
    }

    /** The chain's own hashes must lead to the one that the checkpoint signed. */
    private void checkWithoutLeaves(Evidence evidence, TreeHead signed, List<StoredEntry> found) {
        long first = position + 1;
        int before = findings.entryCount();
        check(found, signed.size(), List.of());
        if (findings.entryCount() == before && missingFrom == 0 && !lastHash.equals(signed.head()))
            findings.entry(
                    first,
                    found.isEmpty() ? null : found.get(0).id(),
                    "replaced",
                    "entries " + first + " to " + signed.size() + " do not end in the hash that checkpoint "
                            + evidence.number() + " signed");
    }

    /** Entries beyond the last checkpoint, and where this page was meant to end. */
    void uncovered(List<StoredEntry> found, long to) {
        check(found, to, List.of());
    }

    /** @param claiming how many documents say that they are at a position up to here, of those that were looked at */
    void claimed(long claiming) {
        long there = length - begunBehind;
        if (claiming > there)
            findings.other(position, "surplus", (claiming - there) + " documents claim places of others");
    }

    /** A document says that it is at the next position, but its key is another. */
    void stray() {
        findings.other(position + 1, "surplus", "a document claims this place under another key");
    }

    /** A sealed year of the chain is not what was sealed. */
    void segment(long seq, String detail) {
        findings.other(seq, "segment", detail);
    }

    VerificationReport.ChainReport report() {
        if (missingFrom > 0) findings.entry(missingFrom, null, "truncated", "the chain ends before this entry");
        checkHead();
        return new VerificationReport.ChainReport(
                chain, length, begunBehind, lastHash, checkpoints, findings.first(), findings.all());
    }

    /** What the next verification need not look at when nothing was found; null when that is what it was before. */
    @Nullable
    VerifiedPart verified(Instant begun) {
        TreeHead last = lastChecked;
        return last == null || last.number() == checkpointBehind
                ? null
                : new VerifiedPart(chain, last.number(), last.size(), last.root(), producersSignAtChecked, begun);
    }

    private void checkHead() {
        if (recorded == null) {
            if (checkpoints > 0) findings.other(position + 1, "head", "the recorded head is missing");
        } else if (recorded.seq() <= position
                && !recorded.hash().equals(hashAtHead)
                && !findings.hasEntryAt(recorded.seq())) {
            findings.other(recorded.seq(), "head", "the recorded head names another hash");
        }
    }

    /**
     * Goes over the positions from here to {@code to}.
     *
     * @param leaves the signed hashes for them, as far as they are known
     */
    private void check(List<StoredEntry> found, long to, List<byte[]> leaves) {
        Map<Long, StoredEntry> byPosition = new HashMap<>();
        found.forEach(entry -> byPosition.put(entry.position(), entry));
        long first = position + 1;
        for (long seq = first; seq <= to; seq++) {
            StoredEntry entry = byPosition.get(seq);
            byte[] leaf = seq - first < leaves.size() ? leaves.get((int) (seq - first)) : null;
            position = seq;
            if (entry == null) missing(seq, leaf);
            else present(entry, seq, leaf, leaves);
        }
    }

    private void missing(long seq, byte @Nullable [] leaf) {
        if (missingFrom == 0) missingFrom = seq;
        lastSigned = leaf == null ? null : Hashes.hex(leaf);
    }

    private void present(StoredEntry stored, long seq, byte @Nullable [] leaf, List<byte[]> leaves) {
        String expected = missingFrom == 0 ? lastHash : lastSigned;
        endOfGap(seq);
        length++;
        if (stored instanceof ChainEntry entry) compare(entry, seq, expected, leaf, leaves);
        else edited(stored, seq);
        lastHash = stored instanceof ChainEntry entry ? entry.hash() : "";
        lastSigned = null;
        if (recorded != null && recorded.seq() == seq) hashAtHead = lastHash;
    }

    private void endOfGap(long seq) {
        if (missingFrom == 0) return;
        findings.entry(
                missingFrom,
                null,
                "missing",
                seq - missingFrom == 1 ? "deleted" : "deleted, with all up to " + (seq - 1));
        missingFrom = 0;
    }

    private void compare(
            ChainEntry entry, long seq, @Nullable String expected, byte @Nullable [] leaf, List<byte[]> leaves) {
        String signed = leaf == null ? entry.hash() : Hashes.hex(leaf);
        boolean isAsSigned = signed.equals(entry.hash());
        if (!isAsSigned && isSignedElsewhere(entry, leaves))
            findings.entry(seq, entry.id(), "moved", "this entry was signed for another place");
        else if (!entry.isIntact()) edited(entry, seq);
        else if (!isAsSigned)
            findings.entry(seq, entry.id(), "replaced", "a checkpoint signed another entry for this place");
        else if (expected != null && !expected.equals(entry.previousHash()))
            findings.entry(seq, entry.id(), "unlinked", "it names another predecessor");
        else compareSignature(entry, seq);
    }

    /** Whoever may write into the topic or the database could make a whole chain, but not a service's signature. */
    private void compareSignature(ChainEntry entry, long seq) {
        AuditRecord record = entry.record();
        AuditRecord.Signature signature = record.signature();
        if (signature == null) {
            if (producersSign && !producers.mayBeUnsigned(record))
                findings.entry(seq, entry.id(), "unsigned", "entries before it are signed by their services");
            return;
        }
        producersSign = true;
        String fault = producers.fault(record, signature);
        if (fault != null)
            findings.entry(
                    seq, entry.id(), "forged", "the service that it names did not sign it: " + fault.replace('_', ' '));
    }

    private void edited(StoredEntry stored, long seq) {
        findings.entry(seq, stored.id(), "edited", "its fields are not those that were hashed");
    }

    private static boolean isSignedElsewhere(ChainEntry entry, List<byte[]> leaves) {
        if (!Hashes.isHash(entry.hash())) return false;
        byte[] hash = Hashes.bytes(entry.hash());
        return leaves.stream().anyMatch(leaf -> Arrays.equals(leaf, hash));
    }

    private void contradictions(long seq, Evidence evidence) {
        evidence.contradictions().forEach(detail -> findings.other(seq, "checkpoint", detail));
    }
}
