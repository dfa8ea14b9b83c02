package polyclinic.audit.checkpoints;

import java.util.List;
import polyclinic.audit.chain.Entry;

/**
 * All it takes to check one entry without asking anybody: {@code SHA-256(previousHash ‖ canonical)} is the entry's hash;
 * {@code SHA-256(0x00 ‖ hash)} is leaf {@code leafIndex}; {@code path} leads from there to the checkpoint's root (RFC 6962
 * section 2.1.1); the key signed the checkpoint.
 *
 * @param canonical the entry's canonical form, as text
 * @param leafIndex place in the tree, from 0
 * @param path hex, from the leaf upwards
 */
public record ProofView(
        Entry entry,
        String canonical,
        String leafHash,
        long leafIndex,
        long treeSize,
        List<String> path,
        CheckpointView checkpoint,
        SigningKeys.Published key) {}
