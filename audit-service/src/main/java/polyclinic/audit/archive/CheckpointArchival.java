package polyclinic.audit.archive;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import polyclinic.audit.checkpoints.ArchiveQueue;
import polyclinic.audit.checkpoints.Checkpoint;
import polyclinic.audit.checkpoints.CheckpointConfig;
import polyclinic.audit.checkpoints.Checkpoints;
import polyclinic.audit.checkpoints.StoredCheckpoint;

/** Brings checkpoints into S3, with the bytes that are in the database, and before each the entries that it adds. Any number of replicas may do this at once. */
@ApplicationScoped
public class CheckpointArchival {
    private static final int SWEEP_LIMIT = 500;

    private final Checkpoints checkpoints;
    private final CheckpointArchive archive;
    private final SegmentArchival segments;
    private final ArchiveQueue queue;
    private final Clock clock;
    private final Duration sweepInterval;
    private volatile Instant nextSweep = Instant.MIN;
    private volatile boolean archiveAway;

    CheckpointArchival(
            Checkpoints checkpoints,
            CheckpointArchive archive,
            SegmentArchival segments,
            ArchiveQueue queue,
            Clock clock,
            CheckpointConfig config) {
        this.checkpoints = checkpoints;
        this.archive = archive;
        this.segments = segments;
        this.queue = queue;
        this.clock = clock;
        this.sweepInterval = config.sweep();
    }

    /** Brings what is not in S3 there, oldest first. S3 being away is not a failure: what cannot be brought now waits. */
    public Uni<Void> archive() {
        return sweep().chain(() -> Multi.createFrom()
                        .iterable(queue.waiting())
                        .onItem()
                        .transformToUniAndConcatenate(this::archive)
                        .collect()
                        .asList())
                .invoke(done -> logChange(false))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> {
                    logChange(true);
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> archive(String key) {
        return checkpoints
                .get(key)
                .chain(stored -> stored == null ? Uni.createFrom().voidItem() : archive(stored))
                .onFailure(ConflictingCheckpoint.class)
                .recoverWithUni(conflict -> {
                    Log.errorf("%s: one of the two was forged", conflict.getMessage());
                    return Uni.createFrom().voidItem();
                })
                .invoke(() -> queue.remove(key));
    }

    private Uni<Void> archive(StoredCheckpoint stored) {
        if (stored instanceof Checkpoint checkpoint)
            return segments.put(checkpoint).chain(whole -> archive.put(checkpoint)
                    .chain(() -> whole
                            ? checkpoints.markArchived(checkpoint.key())
                            : Uni.createFrom().voidItem()));
        Log.errorf("the checkpoint %s in the database is damaged: it is not archived", stored.key());
        return Uni.createFrom().voidItem();
    }

    /** Finds what another replica, or this one before a crash, left behind. */
    private Uni<Void> sweep() {
        Instant now = clock.instant();
        if (now.isBefore(nextSweep)) return Uni.createFrom().voidItem();
        return checkpoints
                .unarchived(SWEEP_LIMIT)
                .invoke(found -> {
                    queue.add(found);
                    nextSweep = found.size() < SWEEP_LIMIT ? now.plus(sweepInterval) : now;
                })
                .chain(() -> segments.complete())
                .replaceWithVoid();
    }

    private void logChange(boolean away) {
        if (away && !archiveAway) Log.warn("S3 is away: checkpoints wait in the database");
        if (!away && archiveAway) Log.info("S3 is back: checkpoints are archived again");
        archiveAway = away;
    }
}
