package polyclinic.audit.proofs;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.StoredCheckpoint;
import polyclinic.audit.checkpoints.TreeHead;
import polyclinic.audit.tree.Hashes;

/**
 * A checkpoint as clients get it.
 *
 * @param treeHead what {@code signature} signs: Ed25519 over the RFC 8785 form of the object with exactly its members
 * @param signature base64, null in a damaged checkpoint
 * @param consistency RFC 9162 consistency proof between the tree of {@code previousSize} leaves and this one, hex; empty
 *     for the first checkpoint of a chain, null when the stored evidence does not yield one
 */
// The order of the contract; OpenAPI would mix the members that are unwrapped.
@JsonPropertyOrder({
    "treeHead",
    "origin",
    "chain",
    "number",
    "size",
    "root",
    "head",
    "previousSize",
    "previousRoot",
    "createdAt",
    "keyId",
    "signature",
    "archived",
    "consistency"
})
record CheckpointView(
        @JsonUnwrapped TreeHead treeHead,
        @Nullable String signature,
        boolean archived,
        @Nullable List<String> consistency) {
    /** @param before the one that it follows, null for the first and when it is missing */
    static CheckpointView of(StoredCheckpoint stored, @Nullable StoredCheckpoint before) {
        if (stored instanceof Checkpoint checkpoint)
            return new CheckpointView(
                    checkpoint.treeHead(),
                    checkpoint.signature(),
                    checkpoint.isArchived(),
                    consistency(checkpoint, before));
        TreeHead nothing = new TreeHead("damaged", stored.chain(), stored.number(), 0, "", "", 0, "", "", "");
        return new CheckpointView(nothing, null, false, null);
    }

    private static @Nullable List<String> consistency(Checkpoint checkpoint, @Nullable StoredCheckpoint before) {
        if (checkpoint.treeHead().number() == 1) return List.of();
        if (!(before instanceof Checkpoint previous)) return null;
        try {
            return checkpoint.provenTree(previous).consistencyProof().stream()
                    .map(Hashes::hex)
                    .toList();
        } catch (IllegalArgumentException damaged) {
            return null;
        }
    }
}
