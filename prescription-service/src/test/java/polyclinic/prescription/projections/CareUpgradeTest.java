package polyclinic.prescription.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyclinic.prescription.ServiceTest;

/** A database from when care was kept by account: it is filled from the appointments and walk-ins that are known. */
@QuarkusTest
class CareUpgradeTest extends ServiceTest {
    @Inject
    Flyway flyway;

    @AfterEach
    void drop() {
        execute("drop schema if exists upgrade cascade");
    }

    @Test
    void care_is_the_doctors_of_the_known_visits_and_ends_with_them() {
        UUID doctor = UUID.randomUUID();
        migrateTo("5");
        appointment(doctor, "scheduled", 1);
        appointment(doctor, "completed", -400);
        appointment(doctor, "cancelled", 1);
        appointment(doctor, "no_show", -8);
        execute(
                "insert into upgrade.known_walk_in values (gen_random_uuid(), 3, gen_random_uuid(), $1, 'doctor', null,"
                        + " 'waiting')",
                doctor);

        migrateTo("6");

        assertThat(bases("true"))
                .containsExactlyInAnyOrder("appointment", "appointment", "appointment", "appointment", "queue_entry");
        assertThat(bases("until > now()")).containsExactlyInAnyOrder("appointment", "queue_entry");
        assertThat(rows("select subject from upgrade.care_doctor where doctor_id = $1", doctor))
                .extracting(row -> row.getString("subject"))
                .containsExactly("doctor");
    }

    private void appointment(UUID doctor, String status, int inDays) {
        execute(
                "insert into upgrade.known_appointment values (gen_random_uuid(), 3, gen_random_uuid(), $1, 'doctor',"
                        + " 'Gregory House', now() + make_interval(days => $2), $3)",
                doctor,
                inDays,
                status);
    }

    private List<String> bases(String condition) {
        return rows("select basis from upgrade.care where " + condition).stream()
                .map((Row row) -> row.getString("basis"))
                .toList();
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

    private static String value(String name) {
        return ConfigProvider.getConfig().getValue("quarkus.datasource." + name, String.class);
    }
}
