package polyclinic.audit.analytics.archive;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import polyclinic.commons.async.AsyncLoop;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.mongo.Lease;

/** Archives what is due; one replica does it, month by month. */
@ApplicationScoped
class EventArchiveSchedule {
    private static final String TURN = "analytics-archive";
    /** Longer than a month takes; two who do it at once only do it twice. */
    private static final Duration TURN_LENGTH = Duration.ofMinutes(10);

    private final EventArchival archival;
    private final Lease lease;
    private final BackgroundWork work;
    private final EventArchiveMetrics metrics;

    EventArchiveSchedule(EventArchival archival, Lease lease, Hold hold, EventArchiveMetrics metrics) {
        this.archival = archival;
        this.lease = lease;
        this.work = hold.background("archived_analytics");
        this.metrics = metrics;
    }

    @Scheduled(
            identity = "analytics-archive",
            every = "${polyclinic.analytics.archive-every}",
            delayed = "120s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return AsyncLoop.whileMore(() -> lease.take(TURN, TURN_LENGTH)
                        .chain(token -> token == null
                                ? Uni.createFrom().item(false)
                                : work.whenReleased(archival::archiveNext).invoke(metrics::done)))
                .onFailure()
                .recoverWithUni(failure -> {
                    metrics.failed();
                    Log.errorf(
                            "a month of analytics events is not archived: %s",
                            failure instanceof DamagedMonth
                                    ? failure.getMessage()
                                    : failure.getClass().getName());
                    return Uni.createFrom().voidItem();
                });
    }
}
