package polyclinic.commons.postgres;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import polyclinic.commons.async.AsyncLoop;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.web.StoredAnswer;

/** Deletes what has been kept long enough. Deleting twice does no harm, so replicas need not agree on who does it. */
@ApplicationScoped
public class RetentionJob {
    private static final long PERIOD_MS = Duration.ofHours(1).toMillis();
    /** Not only after an hour: a service that is started again every day would keep what piles up for ever. */
    private static final long FIRST_MS = Duration.ofMinutes(1).toMillis();

    private static final int PORTION = 10_000;

    private final Pool pool;
    private final Vertx vertx;
    private final BackgroundWork work;

    RetentionJob(Pool pool, Vertx vertx, Hold hold) {
        this.pool = pool;
        this.vertx = vertx;
        this.work = hold.background("retention");
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(FIRST_MS, PERIOD_MS, tick -> sweep().subscribe()
                .with(
                        done -> {},
                        failure -> Log.warnf(
                                "retention job failed: %s", failure.getClass().getName())));
    }

    /** Event ids are kept longer than Kafka keeps events, else an event that it still has could have its effect twice. */
    public Uni<Void> sweep() {
        return inPortions("""
                delete from idempotency where (caller, key) in (
                  select caller, key from idempotency where created_at < now() - interval '%d hours' limit $1)""".formatted(StoredAnswer.RETENTION.toHours())).chain(() -> inPortions("""
                        delete from inbox where event_id in (
                          select event_id from inbox where received_at < now() - interval '30 days' limit $1)"""));
    }

    /** However much has piled up, each statement ends long before the server cancels it. */
    private Uni<Void> inPortions(String delete) {
        return AsyncLoop.whileMore(
                () -> work.whenReleased(() -> pool.preparedQuery(delete).execute(Tuple.of(PORTION)))
                        .map(deleted -> deleted.rowCount() == PORTION));
    }
}
