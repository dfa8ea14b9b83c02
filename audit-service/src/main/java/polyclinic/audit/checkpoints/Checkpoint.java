package polyclinic.audit.checkpoints;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.signing.SigningKeys;
import polyclinic.audit.tree.CompactRange;
import polyclinic.audit.tree.Hashes;
import polyclinic.audit.tree.PartialTree;

/**
 * A signed tree head, with what it takes to prove what it says. Range and leaves are not signed, because the signed root
 * proves them; they may be missing in a stored checkpoint that is genuine nevertheless.
 *
 * @param key see {@link StoredCheckpoint#key()}; whether the tree head says the same is for a check to find out
 * @param signature Ed25519 (RFC 8032) over {@link TreeHead#signedText}, base64
 * @param subtrees the compact range of the tree: the hashes of its complete subtrees, hex, largest first
 * @param leaves hashes of the entries {@code previousSize + 1 … size}, 32 bytes each, base64 of all: with them a changed
 *     entry is named, not only noticed
 * @param archived whether it is in S3; null in the copy there
 */
public record Checkpoint(
        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
        String key,

        @JsonUnwrapped TreeHead treeHead,
        String signature,
        @JsonProperty("frontier") @Nullable List<String> subtrees,
        @Nullable String leaves,
        @Nullable Boolean archived)
        implements StoredCheckpoint {
    static final String ORIGIN = "polyclinic-audit/v1";

    /** @throws NullPointerException when the signature is missing: a stored checkpoint may lack it */
    public Checkpoint {
        Objects.requireNonNull(signature);
    }

    /**
     * Signs a tree head.
     *
     * @param range the tree that it states
     * @param leaves hashes of the entries that it adds
     */
    static Checkpoint sign(TreeHead treeHead, CompactRange range, List<String> leaves, SigningKeys keys) {
        return new Checkpoint(
                key(treeHead.chain(), treeHead.number()),
                treeHead,
                keys.sign(treeHead.signedText()),
                range.subtrees(),
                join(leaves),
                false);
    }

    /** {@code chain/number} with leading zeros, so that text order is the order of the chains. */
    public static String key(int chain, long number) {
        return String.format("%04d/%012d", chain, number);
    }

    Checkpoint withArchived(@Nullable Boolean changed) {
        return new Checkpoint(key, treeHead, signature, subtrees, leaves, changed);
    }

    @JsonIgnore
    public boolean isArchived() {
        return Boolean.TRUE.equals(archived);
    }

    /** Whether a trusted key signed it as a checkpoint. */
    public boolean isSigned(SigningKeys keys) {
        return ORIGIN.equals(treeHead.origin()) && keys.isSigned(treeHead.keyId(), treeHead.signedText(), signature);
    }

    /**
     * The entry hashes that it adds, not proved.
     *
     * @throws IllegalArgumentException when they are missing or not base64
     */
    public List<byte[]> leafHashes() {
        if (leaves == null) throw new IllegalArgumentException("no leaves");
        byte[] all = Base64.getDecoder().decode(leaves);
        List<byte[]> hashes = new ArrayList<>(all.length / Hashes.LENGTH);
        for (int i = 0; i + Hashes.LENGTH <= all.length; i += Hashes.LENGTH)
            hashes.add(Arrays.copyOfRange(all, i, i + Hashes.LENGTH));
        return hashes;
    }

    /**
     * The compact range of the whole tree.
     *
     * @throws IllegalArgumentException when it is missing or does not belong to the signed root
     */
    public CompactRange provenRange() {
        if (subtrees == null) throw new IllegalArgumentException("no range");
        CompactRange range = CompactRange.fromZero(treeHead.size(), subtrees);
        if (!Hashes.hex(range.root()).equals(treeHead.root()))
            throw new IllegalArgumentException("not the range of this root");
        return range;
    }

    /**
     * The tree with the leaves that it adds.
     *
     * @param before the checkpoint before, null for the first
     * @throws IllegalArgumentException when leaves or range do not belong to the signed root
     */
    public PartialTree provenTree(@Nullable Checkpoint before) {
        CompactRange start = before == null ? CompactRange.fromZero() : before.provenRange();
        PartialTree tree = new PartialTree(start, leafHashes());
        if (!Hashes.hex(tree.root()).equals(treeHead.root()))
            throw new IllegalArgumentException("not the leaves of this root");
        return tree;
    }

    private static String join(List<String> hashes) {
        byte[] all = new byte[hashes.size() * Hashes.LENGTH];
        for (int i = 0; i < hashes.size(); i++)
            System.arraycopy(Hashes.bytes(hashes.get(i)), 0, all, i * Hashes.LENGTH, Hashes.LENGTH);
        return Base64.getEncoder().encodeToString(all);
    }
}
