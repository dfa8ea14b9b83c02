package polyclinic.appointment.access;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.values.Ids;

/** Lists that nothing else bounds are of the last quarter of a year; nothing that is open is lost by that. */
@QuarkusTest
class WorkListsTest extends AppointmentServiceTest {
    private final UUID patient = UUID.randomUUID();

    @Test
    void alerts_of_long_ago_are_listed_while_open_and_of_their_patient() {
        String open = alert(100, "OPEN", "null");
        String ended = alert(100, "ACKNOWLEDGED", "'nurse'");
        String recent = alert(80, "ACKNOWLEDGED", "'nurse'");
        String kind = "/api/v1/alerts?limit=200&kind=payment_failed";

        assertThat(ids(kind)).contains(recent).doesNotContain(open, ended);
        assertThat(ids(kind + "&status=acknowledged")).contains(recent).doesNotContain(ended);
        assertThat(ids(kind + "&status=open")).contains(open);
        assertThat(ids("/api/v1/alerts?patientId=" + patient)).containsExactlyInAnyOrder(recent, ended, open);
    }

    @Test
    void so_are_orders() {
        String open = order(100, "ACTIVE", "null");
        String ended = order(100, "COMPLETED", "now()");
        String recent = order(80, "COMPLETED", "now()");
        String kind = "/api/v1/orders?limit=200&kind=diet";

        assertThat(ids(kind)).contains(recent).doesNotContain(open, ended);
        assertThat(ids(kind + "&status=completed")).contains(recent).doesNotContain(ended);
        assertThat(ids(kind + "&status=active")).contains(open);
        assertThat(ids("/api/v1/orders?patientId=" + patient)).containsExactlyInAnyOrder(recent, ended, open);
    }

    @Test
    void so_are_tasks_and_those_of_one_person() {
        String open = task(100, "OPEN");
        String ended = task(100, "CANCELLED");
        String recent = task(80, "CANCELLED");
        String role = "/api/v1/tasks?limit=200&role=cashier";

        assertThat(ids(role)).contains(recent).doesNotContain(open, ended);
        assertThat(ids(role + "&status=cancelled")).contains(recent).doesNotContain(ended);
        assertThat(ids(role + "&status=open")).contains(open);
        assertThat(ids("/api/v1/tasks?patientId=" + patient)).containsExactlyInAnyOrder(recent, ended, open);
        assertThat(ids("/api/v1/tasks?assignee=" + patient)).containsExactlyInAnyOrder(recent, ended, open);
    }

    private String alert(int days, String status, String by) {
        UUID id = of(days);
        insert("""
                insert into alert (id, version, kind, severity, source, patient_id, roles, subjects, about_type, about_id, status,
                                   raised_at, acknowledged_by, updated_at)
                values ('%s', 0, 'PAYMENT_FAILED', 'WARNING', gen_random_uuid()::text, '%s', '{}', '{}', 'thing', gen_random_uuid(),
                        '%s', now(), %s, now())""".formatted(id, patient, status, by));
        return id.toString();
    }

    private String order(int days, String status, String ended) {
        UUID id = of(days);
        insert("""
                insert into medical_order (id, version, patient_id, kind, code_name, priority, performer_role, status, ordered_by,
                                           placed_at, ended_at, updated_at)
                values ('%s', 0, '%s', 'DIET', 'low salt', 'ROUTINE', 'NURSE', '%s', 'x', now(), %s, now())""".formatted(id, patient, status, ended));
        return id.toString();
    }

    private String task(int days, String status) {
        UUID id = of(days);
        insert("""
                insert into task (id, version, title, patient_id, role, assignee, priority, status, created_by, created_at, updated_at)
                values ('%1$s', 0, 'call', '%2$s', 'CASHIER', '%2$s', 'ROUTINE', '%3$s', 'x', now(), now())""".formatted(id, patient, status));
        return id.toString();
    }

    private void insert(String statement) {
        pool.query(statement).executeAndAwait();
    }

    /** An id as it was made then. */
    private static UUID of(int daysAgo) {
        UUID then = Ids.earliest(Instant.now().minus(Duration.ofDays(daysAgo)));
        return new UUID(
                then.getMostSignificantBits(),
                then.getLeastSignificantBits() | UUID.randomUUID().getLeastSignificantBits() >>> 2);
    }

    private static List<String> ids(String query) {
        return as("admin").get(query).then().statusCode(200).extract().path("items.id");
    }
}
