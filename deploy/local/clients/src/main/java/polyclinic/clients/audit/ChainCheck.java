package polyclinic.clients.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Recomputes one chain from the exported entries and holds it against what was signed for it. */
final class ChainCheck {
    /** A place where the chain is not what it says; {@code id} of the entry that is there, or null. */
    record Finding(long seq, String id, String what) {}

    private static final HexFormat HEX = HexFormat.of();
    private static final String GENESIS = "0".repeat(64);
    private static final int MOST = 100;

    private final int chain;
    private final Map<Long, Checkpoint> fromApi = new TreeMap<>();
    private final Map<Long, Checkpoint> fromS3 = new TreeMap<>();
    private final Set<Long> expectedInS3 = new HashSet<>();
    /** Size → the checkpoint that says what the tree is then. */
    private final Map<Long, Checkpoint> bySize = new HashMap<>();
    /** Place → the hash that a checkpoint in S3 signed for it. */
    private final List<byte[]> signedLeaves = new ArrayList<>();

    private final List<Finding> entryFindings = new ArrayList<>();
    private final List<Finding> checkpointFindings = new ArrayList<>();

    private Tree tree = new Tree();
    private long last;
    private long length;
    private long covered;
    private String head = GENESIS;

    ChainCheck(int chain) {
        this.chain = chain;
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
        return fromApi.size();
    }

    int archived() {
        return fromS3.size();
    }

    void api(Checkpoint checkpoint) {
        fromApi.put(checkpoint.number(), checkpoint);
    }

    /** The API said that this one is in S3, before S3 was read. */
    void expectInS3(long number) {
        expectedInS3.add(number);
    }

    void s3(Checkpoint checkpoint) {
        fromS3.put(checkpoint.number(), checkpoint);
    }

    /** Weighs the checkpoints, once all are there and before the first entry. */
    void prepare(boolean s3WasRead) {
        TreeMap<Long, Boolean> numbers = new TreeMap<>();
        fromApi.keySet().forEach(number -> numbers.put(number, true));
        fromS3.keySet().forEach(number -> numbers.put(number, true));
        Tree leaves = new Tree();
        long expected = 1;
        for (long number : numbers.keySet()) {
            Checkpoint stored = fromApi.get(number);
            Checkpoint archived = fromS3.get(number);
            Checkpoint trusted = archived != null && archived.signed() ? archived : stored;
            long at = (trusted == null ? archived : trusted).previousSize() + 1;
            if (number != expected) note(at, "checkpoint " + expected + " is missing");
            expected = number + 1;
            if (stored == null) note(at, "checkpoint " + number + " is in S3 but not in the database");
            else if (!stored.signed())
                note(at, "checkpoint " + number + " in the database is not signed by a known key");
            if (archived != null && !archived.signed())
                note(at, "checkpoint " + number + " in S3 is not signed by a known key");
            if (s3WasRead && archived == null && expectedInS3.contains(number))
                note(at, "checkpoint " + number + " is not in S3");
            if (stored != null && archived != null && !stored.signedText().equals(archived.signedText()))
                note(at, "checkpoint " + number + " in the database is another than in S3");
            if (trusted == null || !trusted.signed()) continue;
            bySize.put(trusted.size(), trusted);
            covered = Math.max(covered, trusted.size());
            if (archived == trusted) leaves = proven(leaves, trusted);
        }
    }

    /** The next exported entry of this chain. */
    void entry(ObjectNode entry) {
        long seq = entry.path("seq").asLong(-1);
        String id = entry.path("id").asText(null);
        String hash = entry.path("hash").asText("");
        String previous = entry.path("previousHash").asText("");
        length++;
        if (seq <= last) {
            found(last, id, "is out of order");
            return;
        }
        if (seq > last + 1) {
            found(last + 1, null, seq == last + 2 ? "is missing" : "is missing, and all up to " + (seq - 1));
            fill(seq - 1);
        }
        boolean genuine = hash.equals(recomputed(entry, previous));
        byte[] signed = seq <= signedLeaves.size() ? signedLeaves.get((int) seq - 1) : null;
        if (!genuine) found(seq, id, "is not what was hashed: a field was changed");
        else if (signed != null && !HEX.formatHex(signed).equals(hash))
            found(seq, id, "was hashed again: a checkpoint signed another content");
        else if (seq == last + 1 && !previous.equals(head)) found(seq, id, "does not follow the entry before it");
        last = seq;
        head = hash;
        append(hash);
    }

    /** After the last entry of this chain. */
    void end() {
        if (last < covered) found(last + 1, null, "is missing, and all that followed: the tail was cut");
    }

    /** The first that is wrong, an entry rather than a checkpoint; null when the chain is whole. */
    Finding first() {
        return entryFindings.stream()
                .min(java.util.Comparator.comparingLong(Finding::seq))
                .orElse(checkpointFindings.isEmpty() ? null : checkpointFindings.get(0));
    }

    List<Finding> findings() {
        List<Finding> all = new ArrayList<>(entryFindings);
        all.addAll(checkpointFindings);
        return all;
    }

    /** Takes the leaves of a checkpoint from S3 when its signed root proves them. */
    private Tree proven(Tree before, Checkpoint checkpoint) {
        if (before == null || before.size() != checkpoint.previousSize()) return null;
        checkpoint.leaves().forEach(before::append);
        if (before.size() != checkpoint.size() || !HEX.formatHex(before.root()).equals(checkpoint.root())) {
            note(
                    checkpoint.previousSize() + 1,
                    "checkpoint " + checkpoint.number() + " in S3 does not prove its leaves");
            return null;
        }
        signedLeaves.addAll(checkpoint.leaves());
        return before;
    }

    private void append(String hash) {
        if (tree == null || hash.length() != 64) {
            tree = null;
            return;
        }
        tree.append(HEX.parseHex(hash));
        Checkpoint checkpoint = bySize.get(tree.size());
        if (checkpoint != null
                && entryFindings.isEmpty()
                && !HEX.formatHex(tree.root()).equals(checkpoint.root()))
            found(
                    checkpoint.previousSize() + 1,
                    null,
                    "or one of the next up to " + checkpoint.size() + " is not what checkpoint " + checkpoint.number()
                            + " signed");
    }

    /** Stands in for deleted entries, so that later checkpoints can still be compared. */
    private void fill(long to) {
        for (long seq = last + 1; seq <= to && tree != null; seq++)
            if (seq <= signedLeaves.size()) tree.append(signedLeaves.get((int) seq - 1));
            else tree = null;
        last = to;
        head = to <= signedLeaves.size() ? HEX.formatHex(signedLeaves.get((int) to - 1)) : "";
    }

    private static String recomputed(ObjectNode entry, String previous) {
        try {
            ObjectNode bare = entry.deepCopy();
            bare.remove(List.of("hash", "previousHash"));
            return HEX.formatHex(Tree.sha256(HEX.parseHex(previous), Jcs.bytes((JsonNode) bare)));
        } catch (IllegalArgumentException damaged) {
            return "";
        }
    }

    private void found(long seq, String id, String what) {
        if (entryFindings.size() < MOST) entryFindings.add(new Finding(seq, id, what));
    }

    private void note(long seq, String what) {
        if (checkpointFindings.size() < MOST) checkpointFindings.add(new Finding(seq, null, what));
    }
}
