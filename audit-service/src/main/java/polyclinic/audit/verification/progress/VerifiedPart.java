package polyclinic.audit.verification.progress;

import java.time.Instant;
import polyclinic.audit.chain.CanonicalForm;
import polyclinic.audit.checkpoints.TreeHead;

/**
 * The first entries of a chain, up to a checkpoint, that a verification has found sound.
 *
 * @param number of the checkpoint
 * @param size how many entries it covers
 * @param root its root, hex
 * @param producersSign whether one of the entries was signed by its service: then all behind it must be, too
 * @param verifiedAt when the verification began
 */
public record VerifiedPart(int chain, long number, long size, String root, boolean producersSign, Instant verifiedAt) {

    /** Whether it ends with this checkpoint. */
    public boolean endsWith(TreeHead checkpoint) {
        return checkpoint.chain() == chain
                && checkpoint.number() == number
                && checkpoint.size() == size
                && checkpoint.root().equals(root);
    }

    /** The RFC 8785 form of all members and of a purpose that no other signature of the key has. */
    String signedText() {
        return "{\"chain\":" + chain
                + ",\"number\":" + number
                + ",\"origin\":\"polyclinic-audit-verified/v1\""
                + ",\"producersSign\":" + producersSign
                + ",\"root\":" + CanonicalForm.quote(root)
                + ",\"size\":" + size
                + ",\"verifiedAt\":" + CanonicalForm.quote(verifiedAt.toString()) + "}";
    }
}
