package polyclinic.appointment.orderwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.servers.TopicClient.auditEntry;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;
import static polyclinic.commons.testing.web.ServiceClient.withToken;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
class OrderWorkTest extends AppointmentServiceTest {
    private static final String DONE = "{\"outcome\":\"nothing unusual\"}";

    @Test
    void an_order_makes_a_task_for_who_performs_it_and_completing_it_completes_the_task() {
        UUID patient = StubServices.registeredPatient();
        var doctor = doctor();
        String appointment = booked(patient, doctor, SOON);
        String id =
                created(doctor.asks().body("""
                        {"patientId":"%s","appointmentId":"%s","kind":"imaging","code":{"name":"Chest X-ray"},\
                        "priority":"urgent"}""".formatted(patient, appointment)).post("/api/v1/orders"));
        String task = taskOf("lab", id);

        as("lab").body("{}").post(path(id, "start")).then().statusCode(200).body("status", equalTo("in_progress"));
        as("lab")
                .get("/api/v1/tasks/" + task)
                .then()
                .body("status", equalTo("claimed"))
                .body("assignee", equalTo(Tokens.subject("lab")))
                .body("title", equalTo("Imaging: Chest X-ray"));
        as("lab").body(DONE).post(path(id, "complete")).then().statusCode(200).body("status", equalTo("completed"));

        as("lab").get("/api/v1/tasks/" + task).then().body("status", equalTo("completed"));
        doctor.asks()
                .get("/api/v1/orders?patientId=" + patient + "&status=completed&kind=imaging")
                .then()
                .body("items", hasSize(1))
                .body("items[0].outcome", equalTo("nothing unusual"))
                .body("items[0].doctorId", equalTo(doctor.id()))
                .body("items[0].performerRole", equalTo("lab_technician"));
        var completed = event("order.completed.v1", id);
        assertThat(completed.json().at("/code/name").asText()).isEqualTo("Chest X-ray");
        assertThat(completed.body()).doesNotContain("nothing unusual");
        for (String action : List.of("create", "start", "complete")) auditEntry(action, id);
    }

    @ParameterizedTest
    @CsvSource({"nursing,nurse", "diet,nurse", "referral,reception"})
    void completing_the_task_completes_an_order_that_has_no_outcome_to_tell(String kind, String performer) {
        String id = placed(StubServices.registeredPatient(), kind);
        String task = taskOf(performer, id);

        as(performer)
                .body("{}")
                .post("/api/v1/tasks/" + task + "/complete")
                .then()
                .statusCode(200);

        as(performer).get(path(id)).then().body("status", equalTo("completed")).body("outcome", nullValue());
        event("order.completed.v1", id);
        event("task.completed.v1", task);
    }

    @Test
    void a_task_does_not_complete_an_order_whose_outcome_it_cannot_tell_nor_cancel_it() {
        String id = placed(StubServices.registeredPatient(), "imaging");
        String task = taskOf("lab", id);

        assertProblem(as("lab").body("{}").post("/api/v1/tasks/" + task + "/complete"), 409, "outcome-required");
        assertProblem(as("admin").body("{}").post("/api/v1/tasks/" + task + "/cancel"), 409, "invalid-transition");
        as("lab").get("/api/v1/tasks/" + task).then().body("status", equalTo("open"));
        as("lab").get(path(id)).then().body("status", equalTo("active"));
    }

    /** Every pair of state and step, each step said twice. */
    @ParameterizedTest
    @CsvSource({
        "active,start,in_progress",
        "active,complete,completed",
        "active,cancel,cancelled",
        "in_progress,start,",
        "in_progress,complete,completed",
        "in_progress,cancel,cancelled",
        "completed,start,",
        "completed,complete,",
        "completed,cancel,",
        "cancelled,start,",
        "cancelled,complete,",
        "cancelled,cancel,"
    })
    void steps_follow_from_the_state(String state, String step, String next) {
        String id = placed(StubServices.registeredPatient(), "procedure");
        if (state.equals("in_progress")) take(id, "start").then().statusCode(200);
        if (state.equals("completed")) take(id, "complete").then().statusCode(200);
        if (state.equals("cancelled")) take(id, "cancel").then().statusCode(200);

        Response first = take(id, step);
        Response again = take(id, step);

        if (next == null) assertProblem(first, 409, "invalid-transition");
        else first.then().statusCode(200).body("status", equalTo(next));
        assertProblem(again, 409, "invalid-transition");
        as("admin").get(path(id)).then().body("status", equalTo(next == null ? state : next));
    }

    @Test
    void who_does_not_perform_it_does_not_say_that_it_is_done() {
        String id = placed(StubServices.registeredPatient(), "imaging");

        assertProblem(as("nurse").body(DONE).post(path(id, "complete")), 403, "forbidden");
        assertProblem(as("reception").body(DONE).post(path(id, "complete")), 404, "not-found");
        assertProblem(as("pharmacist").get(path(id)), 404, "not-found");
    }

    @Test
    void doctors_order_for_patients_in_care_and_patients_see_their_own() {
        UUID patient = StubServices.registeredPatient();
        var caring = doctor();
        booked(patient, caring, SOON);
        var other = doctor();
        String body = "{\"patientId\":\"%s\",\"kind\":\"diet\",\"code\":{\"name\":\"low salt\"}}".formatted(patient);

        String id = created(caring.asks().body(body).post("/api/v1/orders"));

        assertProblem(other.asks().body(body).post("/api/v1/orders"), 422, "unknown-patient");
        assertProblem(other.asks().get(path(id)), 404, "not-found");
        patient(patient).get("/api/v1/orders").then().statusCode(200).body("items.id", hasItem(id));
        assertProblem(patient(StubServices.registeredPatient()).get(path(id)), 404, "not-found");
    }

    @Test
    void a_cancelled_appointment_cancels_what_is_not_begun_and_tells_of_the_rest() {
        UUID patient = StubServices.registeredPatient();
        var doctor = doctor();
        String appointment = booked(patient, doctor, SOON);
        String of = ",\"appointmentId\":\"" + appointment + "\"";
        String open = placed(patient, "nursing", of);
        String begun = placed(patient, "imaging", of);
        take(begun, "start").then().statusCode(200);
        String done = placed(patient, "imaging", of);
        take(done, "complete").then().statusCode(200);
        String other = placed(patient, "nursing");

        act(as("reception"), appointment, "cancel", "{\"reason\":\"ill\"}")
                .then()
                .statusCode(200);

        as("admin").get(path(open)).then().body("status", equalTo("cancelled"));
        as("admin").get(path(begun)).then().body("status", equalTo("in_progress"));
        as("admin").get(path(done)).then().body("status", equalTo("completed"));
        as("admin").get(path(other)).then().body("status", equalTo("active"));
        assertThat(one("select status from task where order_id = '" + open + "'")
                        .getString("status"))
                .isEqualTo("CANCELLED");
        as("reception")
                .get("/api/v1/alerts?kind=cancellation_incomplete&patientId=" + patient)
                .then()
                .body("items.about.id", containsInAnyOrder(begun, done))
                .body("items.reason", containsInAnyOrder("in-progress", "completed"));
        event("order.cancelled.v1", open);
        assertProblem(as("admin").body("""
                        {"patientId":"%s","kind":"diet","code":{"name":"low salt"}%s}""".formatted(patient, of)).post("/api/v1/orders"), 422, "appointment-not-open");
    }

    /** Each way in which a visit ends without having taken place. */
    @ParameterizedTest
    @ValueSource(strings = {"cancelled appointment", "missed appointment", "left queue", "cancelled walk-in"})
    void however_a_visit_ends_early_its_orders_end_or_are_told_of(String ending) {
        Visit visit = Visit.ofKind(ending);
        String open = placed(visit.patient(), "nursing", visit.of());
        String begun = placed(visit.patient(), "imaging", visit.of());
        take(begun, "start").then().statusCode(200);
        String done = placed(visit.patient(), "imaging", visit.of());
        take(done, "complete").then().statusCode(200);

        visit.end().get().then().statusCode(200);

        as("admin").get(path(open)).then().body("status", equalTo("cancelled"));
        as("admin").get(path(begun)).then().body("status", equalTo("in_progress"));
        as("admin").get(path(done)).then().body("status", equalTo("completed"));
        assertThat(one("select status from task where order_id = '" + open + "'")
                        .getString("status"))
                .isEqualTo("CANCELLED");
        as("reception")
                .get("/api/v1/alerts?kind=cancellation_incomplete&patientId=" + visit.patient())
                .then()
                .body("items.about.id", containsInAnyOrder(begun, done));
        assertThat(as("admin")
                        .body(body(visit.patient(), visit.of()))
                        .post("/api/v1/orders")
                        .statusCode())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"missed appointment", "cancelled walk-in"})
    void an_order_that_is_placed_while_its_visit_ends_early_is_cancelled_or_refused(String ending) throws Exception {
        Visit visit = Visit.ofKind(ending);
        Callable<Response> place =
                () -> as("admin").body(body(visit.patient(), visit.of())).post("/api/v1/orders");
        Callable<Response> end = () -> visit.end().get();

        Concurrently.run(List.of(place, place, end, place, place));

        assertThat(count("medical_order where status <> 'CANCELLED' and patient_id = '" + visit.patient() + "'"))
                .isZero();
        assertThat(count("task where status <> 'CANCELLED' and patient_id = '" + visit.patient() + "'"))
                .isZero();
    }

    /** Waits for the other, whichever holds the encounter's row first. */
    @Test
    void placing_holds_the_row_of_a_walk_ins_encounter() {
        Visit visit = Visit.ofKind("cancelled walk-in");
        SqlConnection cancelling = pool.getConnectionAndAwait();
        Transaction transaction = cancelling.beginAndAwait();
        cancelling
                .query("update encounter set status = 'CANCELLED' where id = '" + visit.encounter() + "'")
                .executeAndAwait();
        CompletableFuture<Response> placed = CompletableFuture.supplyAsync(
                () -> as("admin").body(body(visit.patient(), visit.of())).post("/api/v1/orders"));
        await("the order waits for the row")
                .atMost(Duration.ofSeconds(10))
                .until(() -> placed.isDone() || count("pg_locks where not granted") > 0);
        transaction.commitAndAwait();
        cancelling.closeAndAwait();

        assertProblem(placed.join(), 422, "unknown-encounter");
    }

    /** @param of members of an order that is placed for it */
    private record Visit(UUID patient, String encounter, String of, Supplier<Response> end) {
        static Visit ofKind(String ending) {
            UUID patient = StubServices.registeredPatient();
            Doctor doctor = doctor();
            if (ending.equals("cancelled walk-in")) {
                String entry = created(as("nurse")
                        .body("{\"patientId\":\"%s\",\"doctorId\":\"%s\"}".formatted(patient, doctor.id()))
                        .post("/api/v1/queue"));
                for (String step : List.of("nurse_completed", "ready_for_doctor"))
                    move("nurse", entry, step).then().statusCode(200);
                move("admin", entry, "in_consultation").then().statusCode(200);
                String encounter = queueEntry(entry).path("encounterId");
                return new Visit(
                        patient,
                        encounter,
                        ",\"encounterId\":\"" + encounter + "\"",
                        () -> move("admin", entry, "cancelled"));
            }
            String appointment = booked(patient, doctor, SOON);
            String of = ",\"appointmentId\":\"" + appointment + "\"";
            return switch (ending) {
                case "missed appointment" -> {
                    checkedIn(appointment);
                    yield new Visit(patient, "", of, () -> act(as("reception"), appointment, "no-show", "{}"));
                }
                case "left queue" -> {
                    String entry = checkedIn(appointment);
                    yield new Visit(patient, "", of, () -> move("reception", entry, "cancelled"));
                }
                default ->
                    new Visit(
                            patient, "", of, () -> act(as("reception"), appointment, "cancel", "{\"reason\":\"ill\"}"));
            };
        }

        private static Response move(String user, String entry, String to) {
            return as(user).body("{\"to\":\"" + to + "\"}").post("/api/v1/queue/" + entry + "/transition");
        }
    }

    private static String body(UUID patient, String of) {
        return """
                {"patientId":"%s","kind":"diet","code":{"name":"low salt"}%s}""".formatted(patient, of);
    }

    @Test
    void an_order_that_is_placed_while_its_appointment_is_cancelled_is_cancelled_or_refused() throws Exception {
        UUID patient = StubServices.registeredPatient();
        String appointment = booked(patient, doctor(), SOON);
        String body = """
                {"patientId":"%s","kind":"diet","code":{"name":"low salt"},"appointmentId":"%s"}""".formatted(patient, appointment);
        Callable<Response> place = () -> as("admin").body(body).post("/api/v1/orders");
        Callable<Response> cancel = () -> act(as("reception"), appointment, "cancel", "{\"reason\":\"ill\"}");

        Concurrently.run(List.of(place, place, cancel, place, place));

        assertThat(count("medical_order where status <> 'CANCELLED' and appointment_id = '" + appointment + "'"))
                .isZero();
        assertThat(count("task t join medical_order o on o.id = t.order_id where t.status <> 'CANCELLED'"
                        + " and o.appointment_id = '" + appointment + "'"))
                .isZero();
    }

    @Test
    void of_order_and_task_neither_is_there_without_the_other() {
        UUID patient = StubServices.registeredPatient();
        pool.query("create or replace function refuse_task() returns trigger language plpgsql as"
                        + " $$ begin raise exception 'broken off'; end $$;"
                        + " create trigger refuse_task before insert or update on task for each row"
                        + " when (new.patient_id = '" + patient + "') execute function refuse_task()")
                .executeAndAwait();
        try {
            as("admin")
                    .body("""
                            {"patientId":"%s","kind":"diet","code":{"name":"low salt"}}""".formatted(patient))
                    .post("/api/v1/orders")
                    .then()
                    .statusCode(500);
        } finally {
            pool.query("drop trigger refuse_task on task").executeAndAwait();
        }

        assertThat(count("medical_order where patient_id = '" + patient + "'")).isZero();
        assertThat(count("outbox where type like 'order.%' and payload like '%" + patient + "%'"))
                .isZero();
    }

    private static Response take(String id, String step) {
        return as("admin")
                .body(
                        switch (step) {
                            case "complete" -> DONE;
                            case "cancel" -> "{\"reason\":\"not needed\"}";
                            default -> "{}";
                        })
                .post(path(id, step));
    }

    private static RequestSpecification patient(UUID id) {
        return withToken(Tokens.of("patient", Map.of("patient_id", id.toString())));
    }

    private static String taskOf(String user, String order) {
        return as(user).get("/api/v1/tasks?status=open&limit=200")
                .then()
                .statusCode(200)
                .extract()
                .path("items.find { it.orderId == '" + order + "' }.id");
    }

    private static String path(String id) {
        return "/api/v1/orders/" + id;
    }

    private static String path(String id, String action) {
        return path(id) + "/" + action;
    }
}
