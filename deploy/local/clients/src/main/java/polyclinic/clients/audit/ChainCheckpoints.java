package polyclinic.clients.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.audit.hashes.TreeHash;

/** The checkpoints of one chain, as the API and S3 have them, compared with each other. */
final class ChainCheckpoints {
    private static final HexFormat HEX = HexFormat.of();
    private static final int MAX_FINDINGS = 100;

    private final Map<Long, PublishedCheckpoint> fromApi = new TreeMap<>();
    private final Map<Long, PublishedCheckpoint> fromS3 = new TreeMap<>();
    private final Set<Long> expectedInS3 = new HashSet<>();
    /** Size of the tree → the signed checkpoint that gives the root at that size. */
    private final Map<Long, PublishedCheckpoint> bySize = new HashMap<>();
    /** The hash that a checkpoint in S3 signed for each position, from the first on. */
    private final List<byte[]> signedLeaves = new ArrayList<>();

    private final List<ChainFinding> findings = new ArrayList<>();

    /** The tree of the signed leaves; null once a checkpoint in S3 is missing or does not prove its leaves. */
    private @Nullable TreeHash leafTree = new TreeHash();

    private long coveredSize;

    void addFromApi(PublishedCheckpoint checkpoint) {
        fromApi.put(checkpoint.number(), checkpoint);
    }

    void addFromS3(PublishedCheckpoint checkpoint) {
        fromS3.put(checkpoint.number(), checkpoint);
    }

    /** Notes that the API called this one archived before S3 was read. */
    void expectInS3(long number) {
        expectedInS3.add(number);
    }

    int count() {
        return fromApi.size();
    }

    int archivedCount() {
        return fromS3.size();
    }

    /** Returns how many entries the signed checkpoints cover. */
    long coveredSize() {
        return coveredSize;
    }

    List<ChainFinding> findings() {
        return findings;
    }

    @Nullable
    PublishedCheckpoint atSize(long size) {
        return bySize.get(size);
    }

    /** Returns the hash, in hex, that a checkpoint in S3 signed for this position, counted from 1. */
    @Nullable
    String signedLeaf(long seq) {
        return seq >= 1 && seq <= signedLeaves.size() ? HEX.formatHex(signedLeaves.get((int) seq - 1)) : null;
    }

    /** To be called once, when all checkpoints have been added. */
    void compare(boolean s3WasRead) {
        Set<Long> numbers = new TreeSet<>(fromApi.keySet());
        numbers.addAll(fromS3.keySet());
        long expected = 1;
        for (long number : numbers) {
            compare(number, expected, s3WasRead);
            expected = number + 1;
        }
    }

    private void compare(long number, long expected, boolean s3WasRead) {
        PublishedCheckpoint stored = fromApi.get(number);
        PublishedCheckpoint archived = fromS3.get(number);
        PublishedCheckpoint trusted = archived != null && (archived.signed() || stored == null) ? archived : stored;
        if (trusted == null) return;
        long seq = trusted.previousSize() + 1;
        if (number != expected) add(seq, "checkpoint " + expected + " is missing");
        if (stored == null) add(seq, "checkpoint " + number + " is in S3 but not in the database");
        else if (!stored.signed()) add(seq, "checkpoint " + number + " in the database is not signed by a known key");
        if (archived != null && !archived.signed())
            add(seq, "checkpoint " + number + " in S3 is not signed by a known key");
        if (s3WasRead && archived == null && expectedInS3.contains(number))
            add(seq, "checkpoint " + number + " is not in S3");
        if (stored != null && archived != null && !stored.signedText().equals(archived.signedText()))
            add(seq, "checkpoint " + number + " in the database differs from the one in S3");
        if (trusted.signed()) trust(trusted, trusted == archived);
    }

    private void trust(PublishedCheckpoint checkpoint, boolean withLeaves) {
        bySize.put(checkpoint.size(), checkpoint);
        coveredSize = Math.max(coveredSize, checkpoint.size());
        if (withLeaves && leafTree != null) leafTree = leavesProvenBy(checkpoint, leafTree);
    }

    /** Takes the leaves of a checkpoint from S3 if its signed root proves them; returns null if they are unknown. */
    private @Nullable TreeHash leavesProvenBy(PublishedCheckpoint checkpoint, TreeHash before) {
        if (before.size() != checkpoint.previousSize()) return null;
        checkpoint.leaves().forEach(before::append);
        if (before.size() != checkpoint.size() || !HEX.formatHex(before.root()).equals(checkpoint.root())) {
            add(
                    checkpoint.previousSize() + 1,
                    "checkpoint " + checkpoint.number() + " in S3 does not prove its leaves");
            return null;
        }
        signedLeaves.addAll(checkpoint.leaves());
        return before;
    }

    private void add(long seq, String what) {
        if (findings.size() < MAX_FINDINGS) findings.add(new ChainFinding(seq, null, what));
    }
}
