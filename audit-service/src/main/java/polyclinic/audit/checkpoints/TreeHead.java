package polyclinic.audit.checkpoints;

import java.util.Objects;
import java.util.stream.Stream;
import polyclinic.audit.chain.CanonicalForm;

/**
 * The statement that a checkpoint signs (RFC 9162 calls it the tree head): "this chain's first {@code size} entries have
 * this Merkle root". It names its predecessor, so that checkpoints form a chain of their own.
 *
 * @param origin what distinguishes these signatures from any other use of the key
 * @param number from 1 without a gap
 * @param size how many entries it covers
 * @param root RFC 9162 tree hash over the entries' hashes, hex
 * @param head hash of entry {@code size}, hex
 * @param previousSize what the checkpoint before covers, 0 for the first
 * @param previousRoot root of the checkpoint before, for the first that of the empty tree
 * @param createdAt RFC 3339
 * @param keyId the key that signed it
 */
public record TreeHead(
        String origin,
        int chain,
        long number,
        long size,
        String root,
        String head,
        long previousSize,
        String previousRoot,
        String createdAt,
        String keyId) {
    /** @throws NullPointerException when a text is missing: a stored checkpoint may lack it */
    public TreeHead {
        Stream.of(origin, root, head, previousRoot, createdAt, keyId).forEach(Objects::requireNonNull);
    }

    /** The signed text: the RFC 8785 form of all members. */
    public String signedText() {
        return "{\"chain\":" + chain
                + ",\"createdAt\":" + CanonicalForm.quote(createdAt)
                + ",\"head\":" + CanonicalForm.quote(head)
                + ",\"keyId\":" + CanonicalForm.quote(keyId)
                + ",\"number\":" + number
                + ",\"origin\":" + CanonicalForm.quote(origin)
                + ",\"previousRoot\":" + CanonicalForm.quote(previousRoot)
                + ",\"previousSize\":" + previousSize
                + ",\"root\":" + CanonicalForm.quote(root)
                + ",\"size\":" + size + "}";
    }
}
