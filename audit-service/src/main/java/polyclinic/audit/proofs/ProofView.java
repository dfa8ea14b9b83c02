package polyclinic.audit.proofs;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.queries.EntryView;
import polyclinic.audit.signing.PublicKeyView;
import polyclinic.commons.audit.PatientData;

/**
 * All it takes to check one entry without asking anybody: {@code SHA-256(previousHash ‖ canonical)} is the entry's hash;
 * {@code SHA-256(0x00 ‖ hash)} is leaf {@code leafIndex}; {@code path} leads from there to the checkpoint's root (RFC 9162
 * section 2.1.3); the key signed the checkpoint.
 *
 * @param canonical the entry's canonical form, as text
 * @param leafHash hex
 * @param leafIndex position in the tree, from 0
 * @param path hex, from the leaf upwards
 */
public record ProofView(
        EntryView entry,
        String canonical,
        String leafHash,
        long leafIndex,
        long treeSize,
        List<String> path,
        CheckpointView checkpoint,
        PublicKeyView key)
        implements PatientData {
    @Override
    public @Nullable UUID patientId() {
        return null;
    }

    @Override
    public List<UUID> patients() {
        return entry.patients();
    }
}
