package polyclinic.audit.tree;

/** The Merkle Tree Hash of RFC 9162 section 2.1.1: leaves and nodes are hashed apart, so neither can pass for the other. */
public final class MerkleHash {
    private static final byte[] LEAF_PREFIX = {0};
    private static final byte[] NODE_PREFIX = {1};

    private MerkleHash() {}

    /** The hash of the tree without leaves. */
    public static byte[] empty() {
        return Hashes.sha256();
    }

    /** @param data the leaf's content */
    public static byte[] leaf(byte[] data) {
        return Hashes.sha256(LEAF_PREFIX, data);
    }

    public static byte[] node(byte[] left, byte[] right) {
        return Hashes.sha256(NODE_PREFIX, left, right);
    }
}
