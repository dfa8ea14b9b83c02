package polyclinic.audit.merkle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import polyclinic.audit.chain.Hashes;

/**
 * A tree known in part: the frontier of its first {@code from} leaves and every leaf after them. That suffices for the
 * inclusion proof of any of the later leaves and for the consistency proof with the tree of {@code from} leaves, because
 * each hash in them covers either complete subtrees of the frontier or later leaves.
 */
public final class Stretch {
    private final long from;
    private final long size;
    private final List<byte[]> leaves;
    private final Map<Long, byte[]> frontier = new HashMap<>();

    /** @param leaves contents of the leaves {@code from}, {@code from + 1}, … */
    public Stretch(Frontier before, List<byte[]> leaves) {
        this.from = before.size();
        this.size = from + leaves.size();
        this.leaves = leaves;
        long start = 0;
        for (String subtree : before.subtrees()) {
            frontier.put(start, Hashes.bytes(subtree));
            start += Long.highestOneBit(from - start);
        }
    }

    public byte[] root() {
        return size == 0 ? Merkle.empty() : hash(0, size);
    }

    /** {@code PATH(index, D[size])} of RFC 6962 section 2.1.1. */
    public List<byte[]> inclusion(long index) {
        if (index < from || index >= size) throw new IllegalArgumentException("leaf " + index + " is not known");
        List<byte[]> path = new ArrayList<>();
        inclusion(index, 0, size, path);
        return path;
    }

    /** {@code PROOF(from, D[size])} of RFC 6962 section 2.1.2; empty when {@code from} is 0. */
    public List<byte[]> consistency() {
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

    private void consistency(long first, long low, long high, boolean whole, List<byte[]> proof) {
        if (first == high) {
            if (!whole) proof.add(hash(low, high));
            return;
        }
        long middle = low + split(high - low);
        if (first <= middle) {
            consistency(first, low, middle, whole, proof);
            proof.add(hash(middle, high));
        } else {
            consistency(first, middle, high, false, proof);
            proof.add(hash(low, middle));
        }
    }

    /** {@code MTH(D[low:high])}. */
    private byte[] hash(long low, long high) {
        if (low >= from && high - low == 1) return Merkle.leaf(leaves.get((int) (low - from)));
        if (high <= from && isSubtree(low, high)) return frontier.get(low);
        if (high - low == 1) throw new IllegalStateException("leaf " + low + " is not known");
        long middle = low + split(high - low);
        return Merkle.node(hash(low, middle), hash(middle, high));
    }

    private boolean isSubtree(long low, long high) {
        return frontier.containsKey(low) && Long.highestOneBit(from - low) == high - low;
    }

    /** The largest power of two below {@code n}. */
    private static long split(long n) {
        return Long.highestOneBit(n - 1);
    }
}
