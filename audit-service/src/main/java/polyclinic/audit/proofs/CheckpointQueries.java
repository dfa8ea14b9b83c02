package polyclinic.audit.proofs;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.Checkpoints;
import polyclinic.audit.checkpoints.StoredCheckpoint;
import polyclinic.commons.async.SameContext;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/** Reads of checkpoints, each recorded in the trail before it is answered. */
@ApplicationScoped
class CheckpointQueries {
    private final Checkpoints checkpoints;
    private final Audit audit;

    CheckpointQueries(Checkpoints checkpoints, Audit audit) {
        this.checkpoints = checkpoints;
        this.audit = audit;
    }

    /**
     * Checkpoints in the order of chains and numbers, each with the proof that it extends the one before.
     *
     * @param chain only of this chain
     */
    Uni<Page<CheckpointView>> list(@Nullable Integer chain, int limit, @Nullable String cursor) {
        List<String> after = Cursor.decode(cursor, 1);
        return audit.searched("audit_checkpoint")
                .chain(() -> checkpoints.list(chain, after == null ? null : after.get(0), limit + 1))
                .chain(rows -> page(rows, limit));
    }

    private Uni<Page<CheckpointView>> page(List<StoredCheckpoint> rows, int limit) {
        boolean more = rows.size() > limit;
        List<StoredCheckpoint> shown = more ? rows.subList(0, limit) : rows;
        String next = more ? Cursor.encode(shown.get(shown.size() - 1).key()) : null;
        return Multi.createFrom()
                .range(0, shown.size())
                .onItem()
                .transformToUniAndConcatenate(i -> view(shown, i))
                .collect()
                .asList()
                .map(items -> new Page<>(items, next));
    }

    /** The one before is on the page already, except for the first of the page. */
    private Uni<CheckpointView> view(List<StoredCheckpoint> shown, int i) {
        StoredCheckpoint checkpoint = shown.get(i);
        if (checkpoint.number() <= 1) return view(checkpoint, null);
        String key = Checkpoint.key(checkpoint.chain(), checkpoint.number() - 1);
        if (i > 0 && shown.get(i - 1).key().equals(key)) return view(checkpoint, shown.get(i - 1));
        return checkpoints.get(key).chain(before -> view(checkpoint, before));
    }

    /** A proof hashes every entry of a checkpoint, and a page has hundreds of them. */
    private static Uni<CheckpointView> view(StoredCheckpoint checkpoint, @Nullable StoredCheckpoint before) {
        return SameContext.aside(() -> CheckpointView.of(checkpoint, before));
    }
}
