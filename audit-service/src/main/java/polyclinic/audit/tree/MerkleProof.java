package polyclinic.audit.tree;

import java.util.Arrays;
import java.util.List;

/** Checks proofs as RFC 9162 sections 2.1.3.2 and 2.1.4.2 say, knowing nothing of the tree but its root. */
public final class MerkleProof {
    private MerkleProof() {}

    /** Whether {@code path} leads from a leaf to the root of the tree with {@code size} leaves. */
    public static boolean includes(byte[] leafHash, long index, long size, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size) return false;
        long node = index;
        long last = size - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : path) {
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last) {
                hash = MerkleHash.node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = MerkleHash.node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(hash, root);
    }

    /** Whether {@code proof} shows that the tree with {@code second} leaves begins with the tree of {@code first} leaves. */
    public static boolean isConsistent(
            long first, byte[] firstRoot, long second, byte[] secondRoot, List<byte[]> proof) {
        if (first < 0 || first > second) return false;
        if (first == second) return proof.isEmpty() && Arrays.equals(firstRoot, secondRoot);
        if (first == 0) return proof.isEmpty() && Arrays.equals(firstRoot, MerkleHash.empty());
        boolean complete = Long.bitCount(first) == 1;
        if (!complete && proof.isEmpty()) return false;
        long node = first - 1;
        long last = second - 1;
        while ((node & 1) == 1) {
            node >>= 1;
            last >>= 1;
        }
        byte[] start = complete ? firstRoot : proof.get(0);
        byte[] fromFirst = start;
        byte[] fromSecond = start;
        for (byte[] hash : complete ? proof : proof.subList(1, proof.size())) {
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last) {
                fromFirst = MerkleHash.node(hash, fromFirst);
                fromSecond = MerkleHash.node(hash, fromSecond);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                fromSecond = MerkleHash.node(fromSecond, hash);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(fromFirst, firstRoot) && Arrays.equals(fromSecond, secondRoot);
    }
}
