package polyclinic.clients.audit.hashes;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The Merkle tree hash (RFC 6962, section 2.1) of leaves that are appended one after another. It keeps one hash for each 1
 * bit of their number.
 */
public final class TreeHash {
    private final List<byte[]> subtrees = new ArrayList<>();
    private long size;

    public void append(byte[] leaf) {
        byte[] hash = sha256(new byte[] {0}, leaf);
        for (long bits = size; (bits & 1) == 1; bits >>= 1)
            hash = sha256(new byte[] {1}, subtrees.remove(subtrees.size() - 1), hash);
        subtrees.add(hash);
        size++;
    }

    public long size() {
        return size;
    }

    public byte[] root() {
        if (size == 0) return sha256();
        byte[] root = subtrees.get(subtrees.size() - 1);
        for (int i = subtrees.size() - 2; i >= 0; i--) root = sha256(new byte[] {1}, subtrees.get(i), root);
        return root;
    }

    /** Returns the SHA-256 of the parts, one after another. */
    public static byte[] sha256(byte[]... parts) {
        MessageDigest digest = DigestUtils.getSha256Digest();
        for (byte[] part : parts) digest.update(part);
        return digest.digest();
    }
}
