package polyclinic.commons.postgres;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Deletes what has been kept long enough. Deleting twice does no harm, so replicas need not agree on who does it. */
@ApplicationScoped
class RetentionJob {
    private static final long PERIOD_MS = Duration.ofHours(1).toMillis();

    private final Pool pool;
    private final Vertx vertx;

    RetentionJob(Pool pool, Vertx vertx) {
        this.pool = pool;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(PERIOD_MS, tick -> sweep());
    }

    /** Keys are kept twice as long as is promised; event ids longer than Kafka keeps events. */
    void sweep() {
        pool.query("delete from idempotency where created_at < now() - interval '48 hours'")
                .execute()
                .chain(() -> pool.query("delete from inbox where received_at < now() - interval '30 days'")
                        .execute())
                .subscribe()
                .with(
                        done -> {},
                        failure ->
                                Log.warnf("retention job failed: %s", failure.getClass().getName()));
    }
}
