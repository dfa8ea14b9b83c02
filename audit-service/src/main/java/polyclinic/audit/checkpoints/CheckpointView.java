package polyclinic.audit.checkpoints;

import java.util.List;
import polyclinic.audit.chain.Hashes;
import polyclinic.audit.merkle.Frontier;
import polyclinic.audit.merkle.Stretch;

/**
 * A checkpoint as clients get it.
 *
 * <p>{@code signature} is Ed25519 over the RFC 8785 form of the object with exactly the members {@code chain, createdAt,
 * head, keyId, number, origin, previousRoot, previousSize, root, size}.
 *
 * @param consistency RFC 6962 consistency proof between the tree of {@code previousSize} leaves and this one, hex; empty
 *     for the first checkpoint of a chain, null when the stored evidence does not yield one
 */
public record CheckpointView(
        String origin,
        int chain,
        long number,
        long size,
        String root,
        String head,
        long previousSize,
        String previousRoot,
        String createdAt,
        String keyId,
        String signature,
        boolean archived,
        List<String> consistency) {

    /** @param before the one that it follows, null for the first */
    static CheckpointView of(Checkpoint checkpoint, Checkpoint before) {
        return new CheckpointView(
                checkpoint.origin(),
                checkpoint.chain(),
                checkpoint.number(),
                checkpoint.size(),
                checkpoint.root(),
                checkpoint.head(),
                checkpoint.previousSize(),
                checkpoint.previousRoot(),
                checkpoint.createdAt(),
                checkpoint.keyId(),
                checkpoint.signature(),
                Boolean.TRUE.equals(checkpoint.archived()),
                consistency(checkpoint, before));
    }

    private static List<String> consistency(Checkpoint checkpoint, Checkpoint before) {
        try {
            if (before == null) return checkpoint.number() == 1 ? List.of() : null;
            return stretch(checkpoint, before).consistency().stream()
                    .map(Hashes::hex)
                    .toList();
        } catch (RuntimeException damaged) {
            return null;
        }
    }

    /** @throws IllegalArgumentException when leaves or frontier do not belong to the signed root */
    static Stretch stretch(Checkpoint checkpoint, Checkpoint before) {
        Frontier start = before == null ? new Frontier() : before.provenFrontier();
        Stretch tree = new Stretch(start, checkpoint.leafHashes());
        if (!Hashes.hex(tree.root()).equals(checkpoint.root()))
            throw new IllegalArgumentException("not the leaves of this root");
        return tree;
    }
}
