package polyclinic.clients.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** The RFC 6962 tree hash of leaves that come one after another; it keeps one hash for each 1 bit of their number. */
final class Tree {
    private final List<byte[]> subtrees = new ArrayList<>();
    private long size;

    void append(byte[] leaf) {
        byte[] hash = sha256(new byte[] {0}, leaf);
        for (long bits = size; (bits & 1) == 1; bits >>= 1)
            hash = sha256(new byte[] {1}, subtrees.remove(subtrees.size() - 1), hash);
        subtrees.add(hash);
        size++;
    }

    long size() {
        return size;
    }

    byte[] root() {
        if (size == 0) return sha256();
        byte[] root = subtrees.get(subtrees.size() - 1);
        for (int i = subtrees.size() - 2; i >= 0; i--) root = sha256(new byte[] {1}, subtrees.get(i), root);
        return root;
    }

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) digest.update(part);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
