package polyclinic.audit.verification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import polyclinic.audit.chain.Entry;
import polyclinic.audit.chain.Hashes;
import polyclinic.audit.chain.Head;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.merkle.Frontier;

/**
 * Goes along one chain, page by page, and notes what is wrong. It knows no store: entries, checkpoints and the recorded
 * head are handed to it in order.
 */
final class ChainCheck {
    private static final int MOST_PROBLEMS = 100;

    private final int chain;
    private final Head recorded;
    private final List<Report.Broken> entryProblems = new ArrayList<>();
    private final List<Report.Broken> otherProblems = new ArrayList<>();

    private long length;
    private long checkpoints;
    private long position;
    private String lastHash = Head.GENESIS;
    private String headHash = Head.GENESIS;
    /** First place of a run of missing entries that is still going on, or 0. */
    private long missingFrom;
    /** The hash that the entry before the next one must have had according to a checkpoint, when it is missing. */
    private String lastSigned;
    /** What the signed roots say about the tree so far; null when that is not known any more. */
    private Frontier tree = new Frontier();

    /** @param recorded the head as stored before the check began; null when there is none */
    ChainCheck(int chain, Head recorded) {
        this.chain = chain;
        this.recorded = recorded;
    }

    /** The last place that was looked at. */
    long position() {
        return position;
    }

    /** A checkpoint of which nothing trustworthy is left. */
    void lost(Evidence evidence) {
        checkpoints++;
        contradict(position + 1, evidence);
        tree = null;
    }

    /**
     * A signed checkpoint and the entries from here to its size, as far as they are there.
     *
     * @param found in order, without doubles
     */
    void covered(Evidence evidence, List<Entry> found) {
        Checkpoint checkpoint = evidence.trusted();
        checkpoints++;
        long first = position + 1;
        contradict(first, evidence);
        if (checkpoint.size() <= position) {
            note(otherProblems, first, null, "checkpoint", "checkpoint " + evidence.number() + " covers nothing new");
            return;
        }
        if (tree != null
                && (checkpoint.previousSize() != tree.size()
                        || !checkpoint.previousRoot().equals(Hashes.hex(tree.root())))) {
            note(
                    otherProblems,
                    first,
                    null,
                    "checkpoint",
                    "checkpoint " + evidence.number() + " does not follow the one before");
            tree = null;
        }
        List<byte[]> leaves = tree == null ? null : evidence.provenLeaves(tree);
        if (leaves != null) {
            check(found, checkpoint.size(), leaves);
            leaves.forEach(tree::append);
            return;
        }
        int before = entryProblems.size();
        check(found, checkpoint.size(), null);
        tree = evidence.provenFrontier();
        if (entryProblems.size() == before && missingFrom == 0 && !lastHash.equals(checkpoint.head()))
            note(
                    entryProblems,
                    first,
                    found.isEmpty() ? null : found.get(0).id(),
                    "replaced",
                    "entries " + first + " to " + checkpoint.size() + " do not end in the hash that checkpoint "
                            + evidence.number() + " signed");
    }

    /** Entries beyond the last checkpoint, and where this page was meant to end. */
    void uncovered(List<Entry> found, long to) {
        check(found, to, null);
    }

    /** @param claiming how many documents say that they are at a place up to here */
    void claimed(long claiming) {
        if (claiming > length)
            note(otherProblems, position, null, "surplus", (claiming - length) + " documents claim places of others");
    }

    /** A document says that it is at the next place, but its key is another. */
    void stray() {
        note(otherProblems, position + 1, null, "surplus", "a document claims this place under another key");
    }

    Report.ChainReport report() {
        if (missingFrom > 0) note(entryProblems, missingFrom, null, "truncated", "the chain ends before this entry");
        checkHead();
        List<Report.Broken> problems = new ArrayList<>(entryProblems);
        problems.addAll(otherProblems);
        problems.sort(Comparator.comparingLong(Report.Broken::seq));
        Report.Broken first = entryProblems.stream()
                .min(Comparator.comparingLong(Report.Broken::seq))
                .orElse(problems.isEmpty() ? null : problems.get(0));
        return new Report.ChainReport(
                chain,
                length,
                lastHash,
                checkpoints,
                first,
                List.copyOf(problems.subList(0, Math.min(MOST_PROBLEMS, problems.size()))));
    }

    private void checkHead() {
        if (recorded == null) {
            if (checkpoints > 0) note(otherProblems, position + 1, null, "head", "the recorded head is missing");
        } else if (recorded.seq() <= position
                && !recorded.hash().equals(headHash)
                && entryProblems.stream().noneMatch(problem -> problem.seq() == recorded.seq())) {
            note(otherProblems, recorded.seq(), null, "head", "the recorded head names another hash");
        }
    }

    /** Goes over the places from here to {@code to}; {@code leaves} are the signed hashes for them, or null. */
    private void check(List<Entry> found, long to, List<byte[]> leaves) {
        Map<Long, Entry> bySeq = new HashMap<>();
        found.forEach(entry -> bySeq.put(entry.place(), entry));
        long first = position + 1;
        for (long seq = first; seq <= to; seq++) {
            Entry entry = bySeq.get(seq);
            byte[] leaf = leaves == null || seq - first >= leaves.size() ? null : leaves.get((int) (seq - first));
            position = seq;
            if (entry == null) missing(seq, leaf);
            else present(entry, seq, leaf, leaves, first);
        }
    }

    private void missing(long seq, byte[] leaf) {
        if (missingFrom == 0) missingFrom = seq;
        lastSigned = leaf == null ? null : Hashes.hex(leaf);
    }

    private void present(Entry entry, long seq, byte[] leaf, List<byte[]> leaves, long first) {
        boolean afterGap = missingFrom > 0;
        if (afterGap) {
            note(
                    entryProblems,
                    missingFrom,
                    null,
                    "missing",
                    seq - missingFrom == 1 ? "deleted" : "deleted, with all up to " + (seq - 1));
            missingFrom = 0;
        }
        length++;
        String expected = afterGap ? lastSigned : lastHash;
        if (leaf != null && isElsewhere(entry, leaf, leaves))
            note(entryProblems, seq, entry.id(), "moved", "this entry was signed for another place");
        else if (!entry.isIntact())
            note(entryProblems, seq, entry.id(), "edited", "its fields are not those that were hashed");
        else if (leaf != null && !Hashes.hex(leaf).equals(entry.hash()))
            note(entryProblems, seq, entry.id(), "replaced", "a checkpoint signed another entry for this place");
        else if (expected != null && !expected.equals(entry.previousHash()))
            note(entryProblems, seq, entry.id(), "unlinked", "it names another predecessor");
        lastHash = entry.hash() == null ? "" : entry.hash();
        lastSigned = null;
        if (recorded != null && recorded.seq() == seq) headHash = lastHash;
    }

    private static boolean isElsewhere(Entry entry, byte[] leaf, List<byte[]> leaves) {
        if (!Hashes.isHash(entry.hash())) return false;
        byte[] hash = Hashes.bytes(entry.hash());
        return !Arrays.equals(hash, leaf) && leaves.stream().anyMatch(other -> Arrays.equals(other, hash));
    }

    private void contradict(long seq, Evidence evidence) {
        evidence.contradictions().forEach(what -> note(otherProblems, seq, null, "checkpoint", what));
    }

    private void note(List<Report.Broken> problems, long seq, String entryId, String reason, String detail) {
        if (problems.size() < MOST_PROBLEMS) problems.add(new Report.Broken(seq, entryId, reason, detail));
    }
}
