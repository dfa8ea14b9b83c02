package polyclinic.appointment.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItems;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.appointment.tasks.TaskStatus;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Roles;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
class WorkVisibilityTest extends AppointmentServiceTest {
    @Inject
    WorkVisibility visibility;

    /** By whatever else the doctor has to do with it: as who ordered, made, has the task, or is the doctor of the visit. */
    @Test
    void a_doctor_whose_care_has_ended_sees_nothing_of_the_patients_work() {
        UUID patient = StubServices.registeredPatient();
        Doctor doctor = doctor();
        String appointment = booked(patient, doctor, SOON);
        String order = created(doctor.asks()
                .body("{\"patientId\":\"%s\",\"kind\":\"diet\",\"code\":{\"name\":\"low salt\"}}".formatted(patient))
                .post("/api/v1/orders"));
        String own = created(doctor.asks()
                .body("{\"patientId\":\"%s\",\"title\":\"look at\"}".formatted(patient))
                .post("/api/v1/tasks"));
        String made = created(doctor.asks()
                .body("{\"patientId\":\"%s\",\"title\":\"look at\",\"role\":\"nurse\"}".formatted(patient))
                .post("/api/v1/tasks"));
        String alert = missed(appointment);
        List<String> work = List.of("orders/" + order, "tasks/" + own, "tasks/" + made, "alerts/" + alert);
        for (String one : work) doctor.asks().get("/api/v1/" + one).then().statusCode(200);

        pool.query("update appointment set starts_at = starts_at - interval '400 days',"
                        + " ends_at = ends_at - interval '400 days', blocked_until = blocked_until - interval '400 days'"
                        + " where id = '" + appointment + "'")
                .executeAndAwait();

        for (String one : work) assertProblem(doctor.asks().get("/api/v1/" + one), 404, "not-found");
        for (String list : List.of("orders", "tasks", "alerts"))
            assertThat(doctor.asks()
                            .get("/api/v1/" + list + "?patientId=" + patient)
                            .<List<?>>path("items"))
                    .as(list)
                    .isEmpty();
        assertProblem(
                doctor.asks().body("{\"reason\":\"not needed\"}").post("/api/v1/orders/" + order + "/cancel"),
                404,
                "not-found");
        assertProblem(doctor.asks().body("{}").post("/api/v1/alerts/" + alert + "/acknowledge"), 404, "not-found");

        pool.query("insert into emergency_access (id, version, patient_id, subject, until) values ('"
                        + UUID.randomUUID() + "', 0, '" + patient + "', '" + doctor.subject()
                        + "', now() + interval '1 hour')")
                .executeAndAwait();
        for (String one : work) doctor.asks().get("/api/v1/" + one).then().statusCode(200);
    }

    @Test
    void a_role_sees_its_open_work_alone_where_a_status_is_asked_for() {
        String open = task("{\"title\":\"a\",\"role\":\"nurse\"}");
        String ended = task("{\"title\":\"b\",\"role\":\"nurse\"}");
        as("nurse")
                .body("{}")
                .post("/api/v1/tasks/" + ended + "/complete")
                .then()
                .statusCode(200);

        List<String> listed =
                as("nurse").get("/api/v1/tasks?status=open&limit=200").path("items.id");
        assertThat(listed).contains(open).doesNotContain(ended);
        as("nurse").get("/api/v1/tasks?limit=200").then().body("items.id", hasItems(open, ended));
    }

    /** However much of the role's own work has. */
    @ParameterizedTest
    @CsvSource({"task,OPEN,task_open", "task,CLAIMED,task_claimed", "alert,OPEN,alert_open"})
    void lists_of_open_work_do_not_pass_over_what_has_ended(String table, TaskStatus status, String index) {
        Caller caller = new Caller("somebody", "name", Set.of(Roles.CASHIER), null, null, null);
        ScopedQuery seen = table.equals("task") ? visibility.tasks(caller) : visibility.alerts(caller);
        String select = "explain select w.id from " + table + " w where "
                + seen.and(WorkVisibility.hasStatus(status)).conditions().replace(":me", "'somebody'")
                + " order by w.id desc limit 21";

        List<String> plan = new ArrayList<>();
        SqlConnection connection = pool.getConnectionAndAwait();
        Transaction transaction = connection.beginAndAwait();
        try {
            Stream.of(ended(table), "analyze " + table)
                    .forEach(sql -> connection.query(sql).executeAndAwait());
            for (Row row : connection.query(select).executeAndAwait()) plan.add(row.getString(0));
        } finally {
            transaction.rollbackAndAwait();
            connection.closeAndAwait();
        }
        assertThat(String.join("\n", plan)).contains(index);
    }

    private static String ended(String table) {
        return table.equals("task") ? """
                insert into task (id, version, title, role, priority, status, created_by, created_at, updated_at, ended_at)
                select gen_random_uuid(), 0, 'x', 'CASHIER', 'ROUTINE', 'COMPLETED', 'other', now(), now(), now()
                  from generate_series(1, 20000)""" : """
                insert into alert (id, version, kind, severity, source, roles, subjects, about_type, about_id, status,
                                   raised_at, acknowledged_by, acknowledged_at, updated_at)
                select gen_random_uuid(), 0, 'NO_SHOW', 'INFO', gen_random_uuid(), '{CASHIER}', '{}', 'x',
                       gen_random_uuid(), 'ACKNOWLEDGED', now(), 'other', now(), now()
                  from generate_series(1, 20000)""";
    }
}
