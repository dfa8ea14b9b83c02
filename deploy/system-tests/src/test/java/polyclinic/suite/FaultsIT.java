package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.clients.clinic.Clinic;

/**
 * Every process of the suite is killed ({@code SIGKILL}) in the middle of work. What was acknowledged must be there
 * afterwards, exactly once; flows end by themselves; a dispense and its line in an invoice are both there or neither; the audit
 * trail has an entry for every acknowledged change.
 */
class FaultsIT {
    private static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(120);
    private static final Clinic CLINIC = Suite.clinic();
    private static final DispensingWorkload PHARMACY = new DispensingWorkload(CLINIC);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patient-service",
                "appointment-service",
                "prescription-service",
                "billing-service",
                "notes-service",
                "asset-service",
                "audit-service",
                "gateway",
                "postgres",
                "kafka",
                "redis",
                "keycloak",
                "s3",
                "mongo"
            })
    void what_was_acknowledged_survives_the_death_of(String victim) {
        Instant begin = Instant.now().minusSeconds(1);
        ClinicWorkload work = new ClinicWorkload(CLINIC);
        String prescription = work.beginIssuing();
        work.start();
        PHARMACY.start();
        work.awaitAcknowledged(3);

        Suite.run("kill", victim);

        work.awaitAcknowledged(10);
        awaitHealth();
        work.stop();
        PHARMACY.stop();
        for (ClinicWorkload.Acknowledged done : work.acknowledged()) {
            assertThat(appointmentsOf(done.patient())).containsExactly(done.appointment());
            assertThat(vitalsOf(done.patient())).containsExactly(done.vitals());
        }
        awaitIssued(prescription);
        awaitOutboxesEmpty();
        PHARMACY.awaitBothOrNeither();
        awaitAudited(begin, work);
    }

    @AfterAll
    static void the_audit_trail_is_whole() {
        JsonNode verdict = CLINIC.as("auditor")
                .retrying()
                .post("/audit/verify", Map.of("full", true))
                .expect(200)
                .json();
        assertThat(verdict.path("valid").asBoolean()).as(verdict.toString()).isTrue();
        assertThat(verdict.path("entries").asLong()).isPositive();
    }

    private static List<String> appointmentsOf(String patient) {
        return CLINIC.as("reception").retrying().all("/appointments?patientId=" + patient).stream()
                .map(item -> item.path("id").asText())
                .toList();
    }

    private static List<String> vitalsOf(String patient) {
        return CLINIC.as("nurse").retrying().all("/clinical-data?patientId=" + patient).stream()
                .map(item -> item.path("id").asText())
                .toList();
    }

    private static void awaitHealth() {
        await("the health page is green")
                .atMost(RECOVERY_TIMEOUT)
                .ignoreExceptions()
                .until(() -> CLINIC.anonymous().get("/api/sync/health").status() == 200);
    }

    private static void awaitIssued(String prescription) {
        await("the prescription is issued or back in draft")
                .atMost(RECOVERY_TIMEOUT)
                .ignoreExceptions()
                .until(() -> List.of("issued", "draft")
                        .contains(CLINIC.as("admin")
                                .retrying()
                                .get("/prescriptions/" + prescription)
                                .expect(200)
                                .text("status")));
    }

    private static void awaitOutboxesEmpty() {
        for (String database : List.of("patient", "appointment", "prescription", "billing"))
            await("the outbox of " + database + " is empty")
                    .atMost(RECOVERY_TIMEOUT)
                    .ignoreExceptions()
                    .until(() -> outboxRows(database) == 0);
    }

    private static long outboxRows(String database) throws SQLException {
        String url = "jdbc:postgresql://" + CLINIC.require("POLYCLINIC_POSTGRES") + "/" + database;
        String password = CLINIC.require("POLYCLINIC_POSTGRES_PASSWORD_" + database.toUpperCase(Locale.ROOT));
        try (var connection = DriverManager.getConnection(url, database, password);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from outbox")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Exactly one entry for the creation of each thing that was acknowledged. */
    private static void awaitAudited(Instant begin, ClinicWorkload work) {
        Set<String> wanted = work.acknowledged().stream()
                .flatMap(done -> Stream.of(done.patient(), done.appointment(), done.vitals()))
                .collect(Collectors.toSet());
        Map<String, Long> creations = await("an audit entry for every acknowledged change")
                .atMost(RECOVERY_TIMEOUT)
                .ignoreExceptions()
                .until(() -> creations(begin), found -> found.keySet().containsAll(wanted));
        assertThat(creations).allSatisfy((id, entries) -> assertThat(entries)
                .as("entries for the creation of " + id)
                .isEqualTo(1));
    }

    private static Map<String, Long> creations(Instant begin) {
        return CLINIC.as("auditor").retrying().all("/audit?action=create&from=" + begin).stream()
                .collect(Collectors.groupingBy(entry -> entry.path("entityId").asText(), Collectors.counting()));
    }
}
