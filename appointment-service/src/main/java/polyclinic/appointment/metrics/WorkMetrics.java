package polyclinic.appointment.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import polyclinic.appointment.alerts.AlertKind;
import polyclinic.commons.metrics.StoreReading;

/**
 * {@code polyclinic.alerts.open}, what nobody has acknowledged, {@code polyclinic.alerts.critical.age}, how long the oldest critical one has
 * waited, and {@code polyclinic.tasks.overdue}, what nobody has done.
 */
@ApplicationScoped
class WorkMetrics {
    /** Counted so far only: what nobody looks at must not cost more the longer it lasts. */
    private static final String COUNTS = """
            select k.kind, (select count(*) from (select from alert a where a.kind = k.kind and a.status = 'OPEN' limit 1000) o) as n
              from unnest($1::text[]) k(kind)
            union all
            select 'overdue', count(*) from (select from task where status in ('OPEN', 'CLAIMED') and overdue_at is not null
                                              limit 1000) t
            union all
            select 'critical', count(*) from (select from alert where status = 'OPEN' and severity = 'CRITICAL' limit 1000) c
            union all
            select 'critical_age', coalesce(greatest(extract(epoch from now() - min(raised_at)), 0), 0)::bigint
              from alert where status = 'OPEN' and severity = 'CRITICAL'""";

    private static final String[] KINDS =
            Stream.of(AlertKind.values()).map(Enum::name).toArray(String[]::new);

    private final Pool pool;
    private final StoreReading<Map<String, Long>> counts;

    WorkMetrics(Pool pool, Vertx vertx, MeterRegistry metrics) {
        this.pool = pool;
        this.counts = new StoreReading<>(vertx, this::count);
        for (String kind : KINDS)
            Gauge.builder("polyclinic.alerts.open", counts, reading -> reading.value(found -> number(found, kind)))
                    .description("Alerts that nobody has acknowledged")
                    .tag("kind", kind.toLowerCase(Locale.ROOT))
                    .register(metrics);
        Gauge.builder(
                        "polyclinic.alerts.critical.open",
                        counts,
                        reading -> reading.value(found -> number(found, "critical")))
                .description("Critical alerts that nobody has acknowledged")
                .register(metrics);
        Gauge.builder(
                        "polyclinic.alerts.critical.age",
                        counts,
                        reading -> reading.value(found -> number(found, "critical_age")))
                .description("For how long the oldest critical alert has been open")
                .baseUnit("seconds")
                .register(metrics);
        Gauge.builder("polyclinic.tasks.overdue", counts, reading -> reading.value(found -> number(found, "overdue")))
                .description("Tasks that are overdue and not done")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        counts.start();
    }

    void stop(@Observes ShutdownEvent event) {
        counts.stop();
    }

    Uni<Map<String, Long>> count() {
        return pool.preparedQuery(COUNTS).execute(Tuple.of(KINDS)).map(rows -> {
            Map<String, Long> found = new HashMap<>();
            for (Row row : rows) found.put(row.getString("kind"), row.getLong("n"));
            return found;
        });
    }

    private static double number(Map<String, Long> found, String name) {
        return found.getOrDefault(name, 0L);
    }
}
