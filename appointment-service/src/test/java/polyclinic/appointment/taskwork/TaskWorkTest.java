package polyclinic.appointment.taskwork;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.servers.TopicClient.auditEntry;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;
import static polyclinic.commons.testing.web.ServiceClient.withToken;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
class TaskWorkTest extends AppointmentServiceTest {
    private static final String FOR_NURSES = "{\"title\":\"take the blood pressure\",\"role\":\"nurse\"}";

    @Test
    void of_a_hundred_who_claim_at_once_one_gets_it() throws Exception {
        String id = task(FOR_NURSES);

        List<Response> answers =
                Concurrently.run(100, () -> as("nurse").body("{}").post(path(id, "claim")));

        Map<Integer, Long> byStatus = answers.stream().collect(groupingBy(Response::statusCode, counting()));
        assertThat(byStatus).isEqualTo(Map.of(200, 1L, 409, 99L));
        answers.stream()
                .filter(answer -> answer.statusCode() == 409)
                .forEach(answer -> assertProblem(answer, 409, "already-claimed"));
        as("nurse")
                .get(path(id))
                .then()
                .body("status", equalTo("claimed"))
                .body("assignee", equalTo(Tokens.subject("nurse")))
                .body("version", equalTo(1));
        event("task.claimed.v1", id);
        auditEntry("claim", id);
    }

    @Test
    void a_task_without_anybody_is_the_callers_own() {
        String id =
                created(as("cashier").body("{\"title\":\"count the drawer\"}").post("/api/v1/tasks"));

        as("cashier")
                .get("/api/v1/tasks?assignee=me&status=open")
                .then()
                .statusCode(200)
                .body("items.id", hasItem(id));
        as("cashier").get(path(id)).then().body("priority", equalTo("routine")).body("role", nullValue());
        assertProblem(as("nurse").get(path(id)), 404, "not-found");
    }

    @Test
    void a_role_sees_its_tasks_and_other_roles_do_not() {
        String id = created(as("reception").body(FOR_NURSES).post("/api/v1/tasks"));

        for (RequestSpecification concerned : List.of(as("nurse"), as("reception"), as("admin")))
            concerned.get(path(id)).then().statusCode(200);
        for (String other : List.of("pharmacist", "cashier", "doctor"))
            assertProblem(as(other).get(path(id)), 404, "not-found");
        as("nurse").get("/api/v1/tasks?role=nurse").then().body("items.id", hasItem(id));
        assertProblem(as("reception").body("{}").post(path(id, "claim")), 403, "forbidden");
    }

    @Test
    void a_doctor_sees_tasks_of_patients_in_care_alone() {
        UUID patient = StubServices.registeredPatient();
        var caring = doctor();
        booked(patient, caring, SOON);
        var other = doctor();
        String id = task("{\"title\":\"call back\",\"role\":\"doctor\",\"patientId\":\"" + patient + "\"}");

        caring.asks().get(path(id)).then().statusCode(200);
        assertProblem(other.asks().get(path(id)), 404, "not-found");
        other.asks().get("/api/v1/tasks?role=doctor").then().body("items.id", not(hasItem(id)));
        // Not by a second role either, which has other tasks.
        assertProblem(other.asksAs("doctor", "nurse").get(path(id)), 404, "not-found");
        assertProblem(
                as("admin").body("""
                        {"title":"call back","patientId":"%s","assignee":"%s"}""".formatted(patient, other.subject())).post("/api/v1/tasks"), 422, "invalid-input");
        assertProblem(
                other.asks()
                        .body("{\"title\":\"look at\",\"patientId\":\"" + patient + "\"}")
                        .post("/api/v1/tasks"),
                422,
                "unknown-patient");
    }

    @Test
    void who_has_claimed_completes_and_nobody_else() {
        String id = task(FOR_NURSES);
        as("nurse").body("{}").post(path(id, "claim")).then().statusCode(200);

        assertProblem(anotherNurse().body("{}").post(path(id, "complete")), 409, "already-claimed");
        as("nurse").body("{}").post(path(id, "complete")).then().statusCode(200).body("status", equalTo("completed"));

        for (String action : List.of("claim", "complete", "cancel"))
            assertProblem(as("admin").body("{}").post(path(id, action)), 409, "invalid-transition");
        event("task.completed.v1", id);
        auditEntry("complete", id);
    }

    /** Every pair of state and step; what a step has ended no step changes. */
    @ParameterizedTest
    @CsvSource({
        "open,claim,claimed,",
        "open,complete,completed,",
        "open,cancel,cancelled,",
        "claimed,claim,claimed,already-claimed",
        "claimed,complete,completed,",
        "claimed,cancel,cancelled,",
        "completed,claim,completed,invalid-transition",
        "completed,complete,completed,invalid-transition",
        "completed,cancel,completed,invalid-transition",
        "cancelled,claim,cancelled,invalid-transition",
        "cancelled,complete,cancelled,invalid-transition",
        "cancelled,cancel,cancelled,invalid-transition"
    })
    void steps_follow_from_the_state(String state, String step, String next, @Nullable String refusal) {
        String id = task(FOR_NURSES);
        Map<String, String> before = Map.of("claimed", "claim", "completed", "complete", "cancelled", "cancel");
        if (!state.equals("open"))
            as("admin")
                    .body("{}")
                    .post(path(id, before.getOrDefault(state, "")))
                    .then()
                    .statusCode(200);

        Response taken = as("admin").body("{}").post(path(id, step));

        if (refusal == null) taken.then().statusCode(200);
        else assertProblem(taken, 409, refusal);
        as("admin").get(path(id)).then().body("status", equalTo(next));
        if (List.of("completed", "cancelled").contains(next))
            assertProblem(patch("admin", id, "{\"title\":\"another\"}", "*"), 409, "invalid-transition");
    }

    @Test
    void who_made_it_calls_it_off_and_who_could_claim_it_does_not() {
        String id = created(as("reception").body(FOR_NURSES).post("/api/v1/tasks"));

        assertProblem(as("nurse").body("{}").post(path(id, "cancel")), 403, "forbidden");
        as("reception")
                .body("{\"reason\":\"has left\"}")
                .post(path(id, "cancel"))
                .then()
                .statusCode(200)
                .body("status", equalTo("cancelled"))
                .body("cancellationReason", equalTo("has left"));
        assertThat(event("task.cancelled.v1", id).body()).doesNotContain("blood");
    }

    @Test
    void giving_a_claimed_task_back_opens_it_again() {
        String id = task(FOR_NURSES);
        as("nurse").body("{}").post(path(id, "claim")).then().statusCode(200);

        assertProblem(patch("nurse", id, "{\"assignee\":null}", null), 428, "precondition-required");
        assertProblem(patch("nurse", id, "{\"assignee\":null}", "\"0\""), 412, "stale-version");
        patch("nurse", id, "{\"assignee\":null,\"priority\":\"stat\"}", "\"1\"")
                .then()
                .statusCode(200)
                .body("status", equalTo("open"))
                .body("assignee", nullValue())
                .body("priority", equalTo("stat"));

        as("nurse").body("{}").post(path(id, "claim")).then().statusCode(200);
        assertProblem(patch("nurse", id, "{\"assignee\":null,\"role\":null}", "*"), 422, "invalid-input");
        assertProblem(patch("nurse", id, "{\"patientId\":\"" + UUID.randomUUID() + "\"}", "*"), 422, "invalid-input");
        assertThat(event("task.updated.v1", id).text("status")).isEqualTo("open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"title\":\"call back\",\"role\":\"nurse\"}"})
    void a_patch_that_changes_nothing_is_a_read_of_the_task(String same) {
        UUID patient = StubServices.registeredPatient();
        String id = task("{\"title\":\"call back\",\"role\":\"nurse\",\"patientId\":\"" + patient + "\"}");

        patch("admin", id, same, "\"0\"").then().statusCode(200).body("version", equalTo(0));

        assertThat(auditEntry("read", id).text("patientId")).isEqualTo(patient.toString());
    }

    @Test
    void lists_are_by_what_is_due_where_the_clinic_is() {
        // The clinic of the tests is in Kolkata.
        String soon = task("{\"title\":\"a\",\"role\":\"nurse\",\"dueAt\":\"2031-01-01T18:29:59Z\"}");
        String later = task("{\"title\":\"b\",\"role\":\"nurse\",\"dueAt\":\"2031-01-01T18:30:00Z\"}");

        as("nurse")
                .get("/api/v1/tasks?dueBefore=2031-01-02&limit=200")
                .then()
                .statusCode(200)
                .body("items.id", hasItem(soon))
                .body("items.id", not(hasItem(later)));
        assertProblem(as("nurse").get("/api/v1/tasks?dueBefore=soon"), 422, "invalid-input");
        as("nurse").get(path(soon)).then().body("dueAt", notNullValue());
    }

    private static RequestSpecification anotherNurse() {
        return withToken(Tokens.of("nurse2", Map.of("realm_access", Map.of("roles", List.of("nurse")))));
    }

    private static String path(String id) {
        return "/api/v1/tasks/" + id;
    }

    private static String path(String id, String action) {
        return path(id) + "/" + action;
    }

    private static Response patch(String user, String id, String patch, @Nullable String ifMatch) {
        RequestSpecification request =
                as(user).contentType("application/merge-patch+json").body(patch);
        return (ifMatch == null ? request : request.header("If-Match", ifMatch)).patch(path(id));
    }
}
