package polyclinic.prescription.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import polyclinic.commons.metrics.ProcessMetrics;

/** The process {@code issuing}: attempts at issuing a prescription, from the doctor's request until issued or a draft again. */
@ApplicationScoped
public class IssuingMetrics {
    private static final String ISSUED = "issued";
    private static final String RETURNED = "returned";

    private static final String OPEN = """
            select lower(step) as state, count(*) as runs,
                   extract(epoch from now() - min(started_at))::float8 as oldest
              from (select step, started_at from issuing where ended_at is null order by next_try_at limit 1000) as open
             group by step""";

    private final Pool pool;
    private final Clock clock;
    private final ProcessMetrics process;

    IssuingMetrics(Pool pool, Clock clock, Vertx vertx, MeterRegistry metrics) {
        this.pool = pool;
        this.clock = clock;
        this.process = new ProcessMetrics(
                vertx,
                metrics,
                "issuing",
                List.of("render", "sign", "store", "point"),
                List.of(ISSUED, RETURNED),
                this::open);
    }

    void start(@Observes StartupEvent event) {
        process.start();
    }

    void stop(@Observes ShutdownEvent event) {
        process.stop();
    }

    /** An attempt has ended, and that is committed. */
    public void ended(boolean issued, Instant startedAt) {
        process.finished(issued ? ISSUED : RETURNED, Duration.between(startedAt, clock.instant()));
    }

    Uni<ProcessMetrics.Open> open() {
        return pool.query(OPEN).execute().map(IssuingMetrics::open);
    }

    private static ProcessMetrics.Open open(RowSet<Row> rows) {
        Map<String, Long> byState = new HashMap<>();
        double oldest = 0;
        for (Row row : rows) {
            byState.put(row.getString("state"), row.getLong("runs"));
            oldest = Math.max(oldest, row.getDouble("oldest"));
        }
        return new ProcessMetrics.Open(byState, oldest);
    }
}
