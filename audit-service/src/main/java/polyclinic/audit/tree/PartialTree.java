package polyclinic.audit.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tree of which the compact range of its first {@code from} leaves and every leaf after them are known. That suffices for
 * the inclusion proof of any of the later leaves and for the consistency proof with the tree of {@code from} leaves, because
 * each hash in them covers either complete subtrees of the range or later leaves.
 */
public final class PartialTree {
    private final long from;
    private final long size;
    private final List<byte[]> leaves;
    /** Index of its first leaf → hash of the complete subtree. */
    private final Map<Long, byte[]> subtrees = new HashMap<>();

    /** @param leaves contents of the leaves {@code from}, {@code from + 1}, … */
    public PartialTree(CompactRange before, List<byte[]> leaves) {
        this.from = before.size();
        this.size = from + leaves.size();
        this.leaves = leaves;
        long start = 0;
        for (String subtree : before.subtrees()) {
            subtrees.put(start, Hashes.bytes(subtree));
            start += Long.highestOneBit(from - start);
        }
    }

    public byte[] root() {
        return size == 0 ? MerkleHash.empty() : hash(0, size);
    }

    /**
     * {@code PATH(index, D_size)} of RFC 9162 section 2.1.3.1, from the leaf upwards.
     *
     * @throws IllegalArgumentException when the leaf is not one of those that are known
     */
    public List<byte[]> inclusionProof(long index) {
        if (index < from || index >= size) throw new IllegalArgumentException("leaf " + index + " is not known");
        List<byte[]> path = new ArrayList<>();
        inclusion(index, 0, size, path);
        return path;
    }

    /** {@code PROOF(from, D_size)} of RFC 9162 section 2.1.4.1; empty when {@code from} is 0. */
    public List<byte[]> consistencyProof() {
        List<byte[]> proof = new ArrayList<>();
        if (from > 0 && from < size) consistency(from, 0, size, true, proof);
        return proof;
    }

    private void inclusion(long index, long low, long high, List<byte[]> path) {
        if (high - low == 1) return;
        long middle = low + split(high - low);
        if (index < middle) {
            inclusion(index, low, middle, path);
            path.add(hash(middle, high));
        } else {
            inclusion(index, middle, high, path);
            path.add(hash(low, middle));
        }
    }

    private void consistency(long first, long low, long high, boolean complete, List<byte[]> proof) {
        if (first == high) {
            if (!complete) proof.add(hash(low, high));
            return;
        }
        long middle = low + split(high - low);
        if (first <= middle) {
            consistency(first, low, middle, complete, proof);
            proof.add(hash(middle, high));
        } else {
            consistency(first, middle, high, false, proof);
            proof.add(hash(low, middle));
        }
    }

    /** {@code MTH(D[low:high])} of RFC 9162 section 2.1.1. */
    private byte[] hash(long low, long high) {
        if (low >= from && high - low == 1) return MerkleHash.leaf(leaves.get((int) (low - from)));
        byte[] subtree = high <= from ? subtree(low, high) : null;
        if (subtree != null) return subtree;
        if (high - low == 1) throw new IllegalStateException("leaf " + low + " is not known");
        long middle = low + split(high - low);
        return MerkleHash.node(hash(low, middle), hash(middle, high));
    }

    private byte @Nullable [] subtree(long low, long high) {
        return Long.highestOneBit(from - low) == high - low ? subtrees.get(low) : null;
    }

    /** The largest power of two below {@code n}. */
    private static long split(long n) {
        return Long.highestOneBit(n - 1);
    }
}
