package polyclinic.audit.proofs;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
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
                .chain(() ->
                        rows(checkpoints.list(chain, after == null ? null : after.get(0), limit + 1), checkpoints::get))
                .map(rows -> page(rows, limit));
    }

    private static Page<CheckpointView> page(List<Row> rows, int limit) {
        boolean more = rows.size() > limit;
        List<Row> shown = more ? rows.subList(0, limit) : rows;
        String next = more ? Cursor.encode(shown.get(shown.size() - 1).key()) : null;
        return new Page<>(shown.stream().map(Row::view).toList(), next);
    }

    /**
     * One after the other: each is as large as a page of answers.
     *
     * @param get the one with a key, or null
     */
    static Uni<List<Row>> rows(Multi<StoredCheckpoint> found, Function<String, Uni<@Nullable StoredCheckpoint>> get) {
        AtomicReference<@Nullable StoredCheckpoint> last = new AtomicReference<>();
        return found.onItem()
                .transformToUniAndConcatenate(checkpoint -> before(checkpoint, last.getAndSet(checkpoint), get)
                        .chain(before -> view(checkpoint, before))
                        .map(view -> new Row(checkpoint.key(), view)))
                .collect()
                .asList();
    }

    /** The one before was read just now, except for the first of the page. */
    private static Uni<@Nullable StoredCheckpoint> before(
            StoredCheckpoint checkpoint,
            @Nullable StoredCheckpoint last,
            Function<String, Uni<@Nullable StoredCheckpoint>> get) {
        if (checkpoint.number() <= 1) return Uni.createFrom().nullItem();
        String key = Checkpoint.key(checkpoint.chain(), checkpoint.number() - 1);
        return last != null && last.key().equals(key) ? Uni.createFrom().item(last) : get.apply(key);
    }

    /** A proof hashes every entry of a checkpoint, and a page has hundreds of them. */
    private static Uni<CheckpointView> view(StoredCheckpoint checkpoint, @Nullable StoredCheckpoint before) {
        return SameContext.aside(() -> CheckpointView.of(checkpoint, before));
    }

    record Row(String key, CheckpointView view) {}
}
