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
import java.util.UUID;
import polyclinic.commons.metrics.ProcessMetrics;
import polyclinic.commons.values.Ids;

/**
 * The process {@code document_cleanup}: deletion of what failed attempts may have stored, from the moment at which it was marked.
 * The document's id is known or not; then it is looked for.
 */
@ApplicationScoped
public class DocumentCleanupMetrics {
    private static final String KNOWN = "known";
    private static final String UNKNOWN = "unknown";
    private static final String DELETED = "deleted";

    /** Their ids tell when they were marked, so the first is the oldest. */
    private static final String OPEN =
            "select id, asset_id is not null as known from unwanted_document order by id limit 1000";

    private final Pool pool;
    private final Clock clock;
    private final ProcessMetrics process;

    DocumentCleanupMetrics(Pool pool, Clock clock, Vertx vertx, MeterRegistry metrics) {
        this.pool = pool;
        this.clock = clock;
        this.process = new ProcessMetrics(
                vertx, metrics, "document_cleanup", List.of(KNOWN, UNKNOWN), List.of(DELETED), this::open);
    }

    void start(@Observes StartupEvent event) {
        process.start();
    }

    void stop(@Observes ShutdownEvent event) {
        process.stop();
    }

    /** The document is gone and can no longer reappear. */
    public void deleted(UUID marked) {
        process.finished(DELETED, age(marked));
    }

    Uni<ProcessMetrics.Open> open() {
        return pool.query(OPEN).execute().map(this::open);
    }

    private ProcessMetrics.Open open(RowSet<Row> rows) {
        Map<String, Long> byState = new HashMap<>();
        double oldest = 0;
        for (Row row : rows) {
            byState.merge(row.getBoolean("known") ? KNOWN : UNKNOWN, 1L, Long::sum);
            oldest = Math.max(oldest, age(row.getUUID("id")).toMillis() / 1e3);
        }
        return new ProcessMetrics.Open(byState, oldest);
    }

    private Duration age(UUID marked) {
        Instant at = Ids.time(marked);
        return Duration.between(at, clock.instant());
    }
}
