package polyclinic.audit.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * The compact range of a tree's leaves from 0 to its size (in the terms of the tlog libraries): the roots of its complete
 * subtrees, largest first, one for each 1 bit of the size. It suffices to append leaves and to compute the root, in
 * O(log n) memory.
 */
public final class CompactRange {
    private final List<byte[]> subtrees = new ArrayList<>();
    private long size;

    private CompactRange() {}

    /** The range of a tree without leaves. */
    public static CompactRange fromZero() {
        return new CompactRange();
    }

    /**
     * @param size how many leaves there are
     * @param subtrees the hashes of the complete subtrees, hex, largest first
     * @throws IllegalArgumentException when there are not as many subtrees as the size has 1 bits
     */
    public static CompactRange fromZero(long size, List<String> subtrees) {
        if (subtrees.size() != Long.bitCount(size))
            throw new IllegalArgumentException("not the subtrees of a tree with " + size + " leaves");
        CompactRange range = new CompactRange();
        range.size = size;
        for (String subtree : subtrees) range.subtrees.add(Hashes.bytes(subtree));
        return range;
    }

    /** @param data the leaf's content, not yet hashed */
    public void append(byte[] data) {
        byte[] hash = MerkleHash.leaf(data);
        for (long bits = size; (bits & 1) == 1; bits >>= 1)
            hash = MerkleHash.node(subtrees.remove(subtrees.size() - 1), hash);
        subtrees.add(hash);
        size++;
    }

    public long size() {
        return size;
    }

    public byte[] root() {
        if (size == 0) return MerkleHash.empty();
        byte[] root = subtrees.get(subtrees.size() - 1);
        for (int i = subtrees.size() - 2; i >= 0; i--) root = MerkleHash.node(subtrees.get(i), root);
        return root;
    }

    /** The hashes of the complete subtrees, hex, largest first. */
    public List<String> subtrees() {
        return subtrees.stream().map(Hashes::hex).toList();
    }

    public CompactRange copy() {
        return fromZero(size, subtrees());
    }
}
