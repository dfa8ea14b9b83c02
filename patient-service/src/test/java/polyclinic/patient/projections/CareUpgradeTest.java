package polyclinic.patient.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Inject;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyclinic.patient.ServiceTest;

/** A database from when care was kept by account: nobody loses care with the upgrade, and nobody keeps it for good. */
@QuarkusTest
class CareUpgradeTest extends ServiceTest {
    @Inject
    Flyway flyway;

    @Inject
    Pool pool;

    @AfterEach
    void drop() {
        run("drop schema if exists upgrade cascade");
    }

    @Test
    void care_counts_by_account_until_its_event_is_read_anew_or_a_year_is_over() {
        UUID appointment = UUID.randomUUID();
        migrateTo("3");
        run("insert into upgrade.care values ('%s', 'doctor', gen_random_uuid(), 7, true)".formatted(appointment));
        run("insert into upgrade.care values (gen_random_uuid(), 'doctor', gen_random_uuid(), 2, false)");
        run("insert into upgrade.care values (gen_random_uuid(), '', gen_random_uuid(), 2, true)");

        migrateTo("4");

        Row kept =
                run("select id, version, doctor_id, subject, until > now() + interval '364 days' and until < now() + interval '366 days' as ends"
                                + " from upgrade.care")
                        .iterator()
                        .next();
        assertThat(run("select 1 from upgrade.care").size()).isEqualTo(1);
        assertThat(kept.getUUID("id")).isEqualTo(appointment);
        assertThat(kept.getLong("version")).isEqualTo(-1);
        assertThat(kept.getUUID("doctor_id")).isNull();
        assertThat(kept.getString("subject")).isEqualTo("doctor");
        assertThat(kept.getBoolean("ends")).isTrue();
    }

    private void migrateTo(String version) {
        Flyway.configure()
                .configuration(flyway.getConfiguration())
                // Its pool may hold a connection from before another test restarted the server.
                .dataSource(value("jdbc.url"), value("username"), value("password"))
                .schemas("upgrade")
                .target(version)
                .load()
                .migrate();
    }

    private RowSet<Row> run(String sql) {
        return pool.query(sql).executeAndAwait();
    }

    private static String value(String name) {
        return ConfigProvider.getConfig().getValue("quarkus.datasource." + name, String.class);
    }
}
