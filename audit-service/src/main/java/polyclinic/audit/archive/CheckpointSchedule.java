package polyclinic.audit.archive;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import polyclinic.audit.chain.ChainHeads;
import polyclinic.audit.checkpoints.ArchiveQueue;
import polyclinic.audit.checkpoints.CheckpointIssuance;

/** At every tick a checkpoint of each chain that is due for one, then S3. */
@ApplicationScoped
class CheckpointSchedule {
    private final ChainHeads heads;
    private final CheckpointIssuance issuance;
    private final CheckpointArchival archival;
    private final ArchiveQueue queue;
    private final CheckpointAge age;
    private final Clock clock;

    CheckpointSchedule(
            ChainHeads heads,
            CheckpointIssuance issuance,
            CheckpointArchival archival,
            ArchiveQueue queue,
            CheckpointAge age,
            Clock clock) {
        this.heads = heads;
        this.issuance = issuance;
        this.archival = archival;
        this.queue = queue;
        this.age = age;
        this.clock = clock;
    }

    @Scheduled(
            identity = "checkpoints",
            every = "${polyclinic.audit.checkpoints.every}",
            delayed = "2s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return run().onFailure()
                .invoke(failure ->
                        Log.warnf("checkpoints wait: %s", failure.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }

    /** One tick. S3 being away is not a failure. */
    Uni<Void> run() {
        Instant begun = clock.instant();
        return heads.all()
                .onItem()
                .transformToMulti(all -> Multi.createFrom().iterable(all))
                .onItem()
                .transformToUniAndConcatenate(head -> issuance.coverIfDue(head, begun))
                .collect()
                .asList()
                .chain(() -> archival.archive())
                .invoke(() -> {
                    if (issuance.isSound() && queue.waiting().isEmpty()) age.covered(issuance.allCoveredAt(begun));
                });
    }
}
