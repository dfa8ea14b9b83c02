package polyclinic.audit.merkle;

import java.util.ArrayList;
import java.util.List;
import polyclinic.audit.chain.Hashes;

/**
 * A Merkle tree that only grows, kept as the roots of its complete subtrees, largest first: one for each 1 bit of its
 * size. That is all it takes to append leaves and to tell the root, in O(log n) memory.
 */
public final class Frontier {
    private final List<byte[]> subtrees = new ArrayList<>();
    private long size;

    public Frontier() {}

    /** @throws IllegalArgumentException when there are not as many subtrees as the size has 1 bits */
    public Frontier(long size, List<String> subtrees) {
        if (subtrees == null || subtrees.size() != Long.bitCount(size))
            throw new IllegalArgumentException("no frontier of a tree with " + size + " leaves");
        this.size = size;
        for (String subtree : subtrees) this.subtrees.add(Hashes.bytes(subtree));
    }

    /** @param data the leaf's content, not yet hashed */
    public void append(byte[] data) {
        byte[] hash = Merkle.leaf(data);
        for (long bits = size; (bits & 1) == 1; bits >>= 1)
            hash = Merkle.node(subtrees.remove(subtrees.size() - 1), hash);
        subtrees.add(hash);
        size++;
    }

    public long size() {
        return size;
    }

    public byte[] root() {
        if (size == 0) return Merkle.empty();
        byte[] root = subtrees.get(subtrees.size() - 1);
        for (int i = subtrees.size() - 2; i >= 0; i--) root = Merkle.node(subtrees.get(i), root);
        return root;
    }

    public List<String> subtrees() {
        return subtrees.stream().map(Hashes::hex).toList();
    }

    public Frontier copy() {
        return new Frontier(size, subtrees());
    }
}
