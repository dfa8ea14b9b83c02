package polyclinic.audit.archive;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import polyclinic.audit.chain.ChainHeads;
import polyclinic.audit.checkpoints.CheckpointIssuance;

/** At every tick a checkpoint of each chain that has grown, then S3. */
@ApplicationScoped
class CheckpointSchedule {
    private final ChainHeads heads;
    private final CheckpointIssuance issuance;
    private final CheckpointArchival archival;

    CheckpointSchedule(ChainHeads heads, CheckpointIssuance issuance, CheckpointArchival archival) {
        this.heads = heads;
        this.issuance = issuance;
        this.archival = archival;
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
        return heads.all()
                .onItem()
                .transformToMulti(all -> Multi.createFrom().iterable(all))
                .onItem()
                .transformToUniAndConcatenate(head -> issuance.cover(head.chain()))
                .collect()
                .asList()
                .chain(() -> archival.archive());
    }
}
