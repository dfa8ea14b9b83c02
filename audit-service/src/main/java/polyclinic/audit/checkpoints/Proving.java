package polyclinic.audit.checkpoints;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import polyclinic.audit.chain.Canonical;
import polyclinic.audit.chain.Entries;
import polyclinic.audit.chain.Entry;
import polyclinic.audit.chain.Hashes;
import polyclinic.audit.merkle.Merkle;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;

/** Inclusion proofs. An entry that no checkpoint covers yet gets one first. */
@ApplicationScoped
class Proving {
    private final Entries entries;
    private final Checkpoints checkpoints;
    private final Checkpointing checkpointing;
    private final SigningKeys keys;

    Proving(Entries entries, Checkpoints checkpoints, Checkpointing checkpointing, SigningKeys keys) {
        this.entries = entries;
        this.checkpoints = checkpoints;
        this.checkpointing = checkpointing;
        this.keys = keys;
    }

    Uni<ProofView> prove(UUID id) {
        return entries.byEntryId(id.toString())
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("audit entry"))
                .chain(entry -> covering(entry)
                        .chain(checkpoint -> before(checkpoint).map(before -> proof(entry, checkpoint, before))));
    }

    private Uni<Checkpoint> covering(Entry entry) {
        return checkpoints
                .covering(entry.chain(), entry.seq())
                .onItem()
                .ifNull()
                .switchTo(() -> checkpointing
                        .cover(entry.chain())
                        .chain(() -> checkpoints.covering(entry.chain(), entry.seq())))
                .onItem()
                .ifNull()
                .failWith(NotProvable::new);
    }

    private Uni<Checkpoint> before(Checkpoint checkpoint) {
        if (checkpoint.number() == 1) return Uni.createFrom().nullItem();
        return checkpoints
                .get(Checkpoint.key(checkpoint.chain(), checkpoint.number() - 1))
                .onItem()
                .ifNull()
                .failWith(NotProvable::new);
    }

    private ProofView proof(Entry entry, Checkpoint checkpoint, Checkpoint before) {
        long index = entry.seq() - 1;
        List<byte[]> path = path(checkpoint, before, index);
        byte[] leaf = Merkle.leaf(Hashes.bytes(entry.hash()));
        boolean holds = entry.isIntact()
                && keys.isSigned(checkpoint)
                && Merkle.includes(leaf, index, checkpoint.size(), path, Hashes.bytes(checkpoint.root()));
        if (!holds) throw new NotProvable();
        SigningKeys.Published key = keys.published().stream()
                .filter(published -> published.keyId().equals(checkpoint.keyId()))
                .findFirst()
                .orElseThrow();
        return new ProofView(
                entry,
                Canonical.text(entry),
                Hashes.hex(leaf),
                index,
                checkpoint.size(),
                path.stream().map(Hashes::hex).toList(),
                CheckpointView.of(checkpoint, before),
                key);
    }

    private static List<byte[]> path(Checkpoint checkpoint, Checkpoint before, long index) {
        try {
            return CheckpointView.stretch(checkpoint, before).inclusion(index);
        } catch (RuntimeException damaged) {
            throw new NotProvable();
        }
    }

    /** The stored evidence contradicts itself. */
    static final class NotProvable extends Problem {
        NotProvable() {
            super(409, "not-provable", "What is stored does not prove this entry. Verify the trail.");
        }
    }
}
