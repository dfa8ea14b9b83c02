package polyclinic.audit.sealing;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;
import polyclinic.audit.chain.ChainHead;
import polyclinic.audit.chain.ChainHeads;
import polyclinic.audit.sealing.SealedSegments.Sealed;
import polyclinic.commons.async.AsyncLoop;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.mongo.Lease;

/** Seals what is due and removes what may go; one replica does it, chain by chain, and one that cannot be sealed keeps up no other. */
@ApplicationScoped
class SealingSchedule {
    private static final String TURN = "year-sealing";
    /** Longer than one step takes, which is at most a year of one chain; two who do it at once only do it twice. */
    private static final Duration TURN_LENGTH = Duration.ofMinutes(10);

    private final ChainHeads heads;
    private final YearSealing sealing;
    private final EntryRemoval removal;
    private final Lease lease;
    private final BackgroundWork removing;
    private final SealingMetrics metrics;

    SealingSchedule(
            ChainHeads heads,
            YearSealing sealing,
            EntryRemoval removal,
            Lease lease,
            Hold hold,
            SealingMetrics metrics) {
        this.heads = heads;
        this.sealing = sealing;
        this.removal = removal;
        this.lease = lease;
        this.removing = hold.background("archived_entries");
        this.metrics = metrics;
    }

    @Scheduled(
            identity = "year-sealing",
            every = "${polyclinic.audit.sealing.every}",
            delayed = "90s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return run().onFailure().recoverWithUni(this::failed);
    }

    Uni<Void> run() {
        return heads.all()
                .chain(all -> Multi.createFrom()
                        .iterable(all)
                        .map(ChainHead::chain)
                        .onItem()
                        .transformToUniAndConcatenate(chain -> inTurn("chain " + chain, () -> sealing.seal(chain)))
                        .collect()
                        .last())
                .chain(removal::due)
                .chain(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(wanted -> inTurn(wanted.name(), () -> remove(wanted)))
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    /** Part by part, so that a recovery point does not have to wait for long. */
    private Uni<Void> remove(Sealed wanted) {
        return AsyncLoop.whileMore(() -> removing.whenReleased(() -> removal.removePart(wanted)));
    }

    /** Does it if this replica has the turn. Never fails: what cannot be done is counted, told in the log, and tried again in the next round. */
    Uni<Void> inTurn(String what, Supplier<Uni<Void>> work) {
        return lease.take(TURN, TURN_LENGTH)
                .chain(token ->
                        token == null ? Uni.createFrom().voidItem() : work.get().invoke(metrics::done))
                .onFailure(BrokenSegment.class)
                .recoverWithUni(broken -> {
                    metrics.broken();
                    Log.errorf("%s is neither sealed nor removed: %s", what, broken.getMessage());
                    return Uni.createFrom().voidItem();
                })
                .onFailure()
                .recoverWithUni(this::failed);
    }

    private Uni<Void> failed(Throwable failure) {
        metrics.failed();
        Log.warnf(
                "years wait to be sealed: %s",
                failure instanceof CheckpointNotArchived
                        ? failure.getMessage()
                        : failure.getClass().getName());
        return Uni.createFrom().voidItem();
    }
}
