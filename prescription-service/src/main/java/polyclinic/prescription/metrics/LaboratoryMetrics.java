package polyclinic.prescription.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import polyclinic.commons.metrics.StoreReading;

/** Laboratory results that wait for a doctor. They are no process, because a person ends it. */
@ApplicationScoped
class LaboratoryMetrics {
    private static final String WAITING = """
            select count(*) filter (where review_due_at > now()) as in_time,
                   count(*) filter (where review_due_at <= now()) as overdue
              from (select review_due_at from lab_request where status = 'RESULTED'
                     order by review_due_at limit 1000) as waiting""";

    private record Waiting(long inTime, long overdue) {}

    private final Pool pool;
    private final StoreReading<Waiting> waiting;

    LaboratoryMetrics(Pool pool, Vertx vertx, MeterRegistry metrics) {
        this.pool = pool;
        this.waiting = new StoreReading<>(vertx, this::ask);
        Gauge.builder("polyclinic.laboratory.reviews", waiting, reading -> reading.value(Waiting::inTime))
                .description("Laboratory results that wait for a review")
                .tag("due", "later")
                .register(metrics);
        Gauge.builder("polyclinic.laboratory.reviews", waiting, reading -> reading.value(Waiting::overdue))
                .description("Laboratory results that wait for a review")
                .tag("due", "overdue")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        waiting.start();
    }

    void stop(@Observes ShutdownEvent event) {
        waiting.stop();
    }

    private Uni<Waiting> ask() {
        return pool.query(WAITING).execute().map(rows -> {
            Row row = rows.iterator().next();
            return new Waiting(row.getLong("in_time"), row.getLong("overdue"));
        });
    }
}
