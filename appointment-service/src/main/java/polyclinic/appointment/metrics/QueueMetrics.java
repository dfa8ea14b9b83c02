package polyclinic.appointment.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import polyclinic.commons.metrics.StoreReading;
import polyclinic.commons.values.ClinicDays;

/** {@code polyclinic.queue.waiting}, who waits now, and {@code polyclinic.queue.wait}, for how long those waited who were called. */
@ApplicationScoped
public class QueueMetrics {
    private static final Duration[] BUCKETS = LongStream.of(1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120)
            .mapToObj(Duration::ofMinutes)
            .toArray(Duration[]::new);

    /** It is not the same day where each doctor is, and where the clinic is; the range serves the index by day. */
    private static final String WAITING = """
            select count(*) as waiting from queue_entry q left join doctor d on d.id = q.doctor_id
             where q.day between (now() at time zone 'UTC')::date - 1 and (now() at time zone 'UTC')::date + 1
               and q.day = coalesce((now() at time zone d.time_zone)::date, $1::date)
               and q.status in ('WAITING', 'NURSE_COMPLETED', 'READY_FOR_DOCTOR')""";

    private final Pool pool;
    private final ClinicDays days;
    private final StoreReading<Long> waiting;
    private final Timer wait;

    QueueMetrics(Pool pool, ClinicDays days, Vertx vertx, MeterRegistry metrics) {
        this.pool = pool;
        this.days = days;
        this.waiting = new StoreReading<>(vertx, this::count);
        Gauge.builder("polyclinic.queue.waiting", waiting, reading -> reading.value(Long::doubleValue))
                .description("Patients in today's queues who have not been called yet")
                .register(metrics);
        this.wait = Timer.builder("polyclinic.queue.wait")
                .description("From joining the queue until the consultation begins")
                .serviceLevelObjectives(BUCKETS)
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        waiting.start();
    }

    void stop(@Observes ShutdownEvent event) {
        waiting.stop();
    }

    /** A consultation has begun, and that is committed. */
    public void called(Instant joined, Instant called) {
        Duration waited = Duration.between(joined, called);
        wait.record(waited.isNegative() ? Duration.ZERO : waited);
    }

    Uni<Long> count() {
        return pool.preparedQuery(WAITING)
                .execute(Tuple.of(days.today()))
                .map(rows -> rows.iterator().next().getLong("waiting"));
    }
}
