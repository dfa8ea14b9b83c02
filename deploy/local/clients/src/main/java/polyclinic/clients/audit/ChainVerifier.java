package polyclinic.clients.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.audit.hashes.TreeHash;

/** Recomputes one chain from the exported entries and compares it with its signed checkpoints. */
final class ChainVerifier {
    private static final HexFormat HEX = HexFormat.of();
    private static final String GENESIS = "0".repeat(64);
    private static final int MAX_FINDINGS = 100;

    private final int chain;
    private final EntrySignatures signatures;
    private final ChainCheckpoints checkpoints = new ChainCheckpoints();
    private final List<ChainFinding> findings = new ArrayList<>();

    /** The tree of the entries so far; null once a leaf is unknown. */
    private @Nullable TreeHash tree = new TreeHash();

    /** Whether an entry was signed by its service: those behind it must be, too. */
    private boolean producersSign;

    /** What is wrong with sealed years, beside their entries. */
    private final List<ChainFinding> segments = new ArrayList<>();

    /** The last manifest of a sealed year. */
    private @Nullable SegmentManifest sealed;

    /** The last position of a sealed year. */
    private long archivedTo;

    private long last;
    private long length;
    private String head = GENESIS;

    ChainVerifier(int chain, EntrySignatures signatures) {
        this.chain = chain;
        this.signatures = signatures;
    }

    int chain() {
        return chain;
    }

    long length() {
        return length;
    }

    String head() {
        return head;
    }

    int checkpoints() {
        return checkpoints.count();
    }

    int archived() {
        return checkpoints.archivedCount();
    }

    void addFromApi(PublishedCheckpoint checkpoint) {
        checkpoints.addFromApi(checkpoint);
    }

    void addFromS3(PublishedCheckpoint checkpoint) {
        checkpoints.addFromS3(checkpoint);
    }

    /** Notes that the API called this one archived before S3 was read. */
    void expectInS3(long number) {
        checkpoints.expectInS3(number);
    }

    /** To be called when all checkpoints have been added, before the first entry. */
    void compareCheckpoints(boolean s3WasRead) {
        checkpoints.compare(s3WasRead);
    }

    /** Takes the manifest of the next sealed year; to be called when the checkpoints have been compared. */
    void sealed(SegmentManifest manifest) {
        String what = "the manifest of " + manifest.year();
        long next = sealed == null ? 1 : sealed.lastSeq() + 1;
        if (!manifest.signed()) {
            damaged(next, what + " is not signed by a known key");
            return;
        }
        if (!manifest.follows(sealed)) damaged(next, what + " does not follow the one before it");
        if (!manifest.isWhole()) damaged(manifest.firstSeq(), what + " does not name all parts of its year");
        PublishedCheckpoint end = checkpoints.atSize(manifest.lastSeq());
        if (end == null
                || end.number() != manifest.lastCheckpoint()
                || !end.root().equals(manifest.root())
                || !end.head().equals(manifest.head()))
            damaged(manifest.lastSeq(), "the year " + manifest.year() + " does not end where a signed checkpoint does");
        sealed = manifest;
    }

    /** Notes what is wrong with a sealed year from this position on. */
    void damaged(long seq, String what) {
        if (segments.size() < MAX_FINDINGS) segments.add(new ChainFinding(seq, null, what));
    }

    /** Takes the next entry of a sealed year of this chain; to be called before the first exported one. */
    void archived(CheckedEntry entry) {
        next(entry);
        archivedTo = Math.max(archivedTo, last);
    }

    /** Takes the next exported entry of this chain. */
    void entry(CheckedEntry entry) {
        long seq = entry.seq();
        if (seq >= 1 && seq <= archivedTo) again(entry, seq);
        else next(entry);
    }

    /** An entry of a sealed year that the database still has: it must be the same. */
    private void again(CheckedEntry entry, long seq) {
        String hash = entry.hash();
        String signed = checkpoints.signedLeaf(seq);
        if (!entry.asHashed() || signed != null && !signed.equals(hash))
            add(seq, entry.id(), "is not in the database as it was sealed");
    }

    private void next(CheckedEntry entry) {
        long seq = entry.seq();
        String id = entry.id();
        String hash = entry.hash();
        length++;
        if (seq <= last) {
            add(last, id, "is out of order");
            return;
        }
        if (seq > last + 1) {
            add(last + 1, null, seq == last + 2 ? "is missing" : "is missing, and all up to " + (seq - 1));
            fillGap(seq - 1);
        }
        String signed = checkpoints.signedLeaf(seq);
        if (!entry.asHashed()) add(seq, id, "is not what was hashed: a field was changed");
        else if (signed != null && !signed.equals(hash))
            add(seq, id, "was hashed again: a checkpoint signed different content");
        else if (seq == last + 1 && !entry.previousHash().equals(head))
            add(seq, id, "does not follow the entry before it");
        else checkSignature(entry, seq, id);
        last = seq;
        head = hash;
        append(hash);
    }

    private void checkSignature(CheckedEntry entry, long seq, @Nullable String id) {
        if (!entry.isSigned()) {
            if (producersSign && !signatures.mayBeUnsigned(entry.content()))
                add(seq, id, "is not signed, though entries before it are");
            return;
        }
        producersSign = true;
        if (entry.signatureFault() != null) add(seq, id, entry.signatureFault());
    }

    /** To be called after the last entry of this chain. */
    void end() {
        if (last < checkpoints.coveredSize())
            add(last + 1, null, "is missing, and all that followed: the tail was cut off");
    }

    /** Returns the first finding, an entry rather than a sealed year, and that rather than a checkpoint; empty when the chain is valid. */
    Optional<ChainFinding> first() {
        return findings.stream()
                .min(Comparator.comparingLong(ChainFinding::seq))
                .or(() -> segments.stream().findFirst())
                .or(() -> checkpoints.findings().stream().findFirst());
    }

    List<ChainFinding> findings() {
        List<ChainFinding> all = new ArrayList<>(findings);
        all.addAll(segments);
        all.addAll(checkpoints.findings());
        return all;
    }

    private void append(String hash) {
        if (tree == null) return;
        if (hash.length() != GENESIS.length()) {
            tree = null;
            return;
        }
        tree.append(HEX.parseHex(hash));
        PublishedCheckpoint checkpoint = checkpoints.atSize(tree.size());
        if (checkpoint != null
                && findings.isEmpty()
                && !HEX.formatHex(tree.root()).equals(checkpoint.root()))
            add(
                    checkpoint.previousSize() + 1,
                    null,
                    "or one of the next up to " + checkpoint.size() + " is not what checkpoint " + checkpoint.number()
                            + " signed");
    }

    /** Appends signed leaves in place of deleted entries, so that later checkpoints can still be compared. */
    private void fillGap(long to) {
        for (long seq = last + 1; seq <= to && tree != null; seq++) {
            String leaf = checkpoints.signedLeaf(seq);
            if (leaf == null) tree = null;
            else tree.append(HEX.parseHex(leaf));
        }
        last = to;
        String signed = checkpoints.signedLeaf(to);
        head = signed == null ? "" : signed;
    }

    private void add(long seq, @Nullable String id, String what) {
        if (findings.size() < MAX_FINDINGS) findings.add(new ChainFinding(seq, id, what));
    }
}
