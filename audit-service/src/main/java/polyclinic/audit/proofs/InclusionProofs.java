package polyclinic.audit.proofs;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.chain.CanonicalForm;
import polyclinic.audit.chain.ChainEntries;
import polyclinic.audit.chain.ChainEntry;
import polyclinic.audit.chain.StoredEntry;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.CheckpointIssuance;
import polyclinic.audit.checkpoints.Checkpoints;
import polyclinic.audit.checkpoints.StoredCheckpoint;
import polyclinic.audit.queries.EntryView;
import polyclinic.audit.signing.PublicKeyView;
import polyclinic.audit.signing.SigningKeys;
import polyclinic.audit.tree.Hashes;
import polyclinic.audit.tree.MerkleHash;
import polyclinic.audit.tree.MerkleProof;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.problem.NotFound;

/** Inclusion proofs (RFC 9162 section 2.1.3). An entry that no checkpoint covers yet gets one first. */
@ApplicationScoped
public class InclusionProofs {
    private final ChainEntries entries;
    private final Checkpoints checkpoints;
    private final CheckpointIssuance issuance;
    private final SigningKeys keys;
    private final Audit audit;

    InclusionProofs(
            ChainEntries entries, Checkpoints checkpoints, CheckpointIssuance issuance, SigningKeys keys, Audit audit) {
        this.entries = entries;
        this.checkpoints = checkpoints;
        this.issuance = issuance;
        this.keys = keys;
        this.audit = audit;
    }

    /** The proof for the entry with this id, checked, and recorded in the trail before it is answered. */
    Uni<ProofView> prove(UUID id) {
        return entries.byRecordId(id.toString())
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("audit entry"))
                .chain(this::prove);
    }

    /** The same for an entry as it was found, in the database or in the archive: wherever it lay, the checkpoints say whether it was there. */
    public Uni<ProofView> prove(StoredEntry stored) {
        return Uni.createFrom().item(() -> readable(stored)).chain(entry -> covering(entry)
                .chain(checkpoint -> before(checkpoint).map(before -> proof(entry, checkpoint, before)))
                .call(proof -> audit.record(
                        audit.entry("read", "audit_entry", entry.id(), null),
                        entry.record().patients())));
    }

    private Uni<Checkpoint> covering(ChainEntry entry) {
        return checkpoints
                .covering(entry.chain(), entry.seq())
                .onItem()
                .ifNull()
                .switchTo(() ->
                        issuance.cover(entry.chain()).chain(() -> checkpoints.covering(entry.chain(), entry.seq())))
                .map(InclusionProofs::readable);
    }

    /** Null for the first of a chain. */
    private Uni<@Nullable Checkpoint> before(Checkpoint checkpoint) {
        if (checkpoint.treeHead().number() == 1) return Uni.createFrom().nullItem();
        return checkpoints
                .get(Checkpoint.key(
                        checkpoint.treeHead().chain(), checkpoint.treeHead().number() - 1))
                .map(InclusionProofs::readable);
    }

    private ProofView proof(ChainEntry entry, Checkpoint checkpoint, @Nullable Checkpoint before) {
        long index = entry.seq() - 1;
        long size = checkpoint.treeHead().size();
        List<byte[]> path = path(checkpoint, before, index);
        PublicKeyView key = keys.publicKey(checkpoint.treeHead().keyId());
        if (key == null || !entry.isIntact() || !checkpoint.isSigned(keys)) throw new EntryNotProvable();
        byte[] leaf = MerkleHash.leaf(Hashes.bytes(entry.hash()));
        if (!MerkleProof.includes(
                leaf, index, size, path, Hashes.bytes(checkpoint.treeHead().root()))) throw new EntryNotProvable();
        return new ProofView(
                EntryView.of(entry),
                CanonicalForm.text(entry),
                Hashes.hex(leaf),
                index,
                size,
                path.stream().map(Hashes::hex).toList(),
                CheckpointView.of(checkpoint, before),
                key);
    }

    private static List<byte[]> path(Checkpoint checkpoint, @Nullable Checkpoint before, long index) {
        try {
            return checkpoint.provenTree(before).inclusionProof(index);
        } catch (IllegalArgumentException damaged) {
            throw new EntryNotProvable();
        }
    }

    private static ChainEntry readable(StoredEntry stored) {
        if (stored instanceof ChainEntry entry) return entry;
        throw new EntryNotProvable();
    }

    private static Checkpoint readable(@Nullable StoredCheckpoint stored) {
        if (stored instanceof Checkpoint checkpoint) return checkpoint;
        throw new EntryNotProvable();
    }
}
