package polyclinic.appointment.queuemanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.servers.TopicClient.auditEntry;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.testing.web.StubServices;

/** Who comes without having chosen a doctor. */
@QuarkusTest
class QueueAssignmentTest extends AppointmentServiceTest {
    @Test
    void who_chose_no_doctor_waits_in_the_common_queue_is_assigned_one_and_is_seen() {
        var doctor = doctor();
        UUID patient = StubServices.registeredPatient();
        Response joined = joinCommonQueue(patient);
        String id = created(joined);
        int number = joined.path("tokenNumber");
        joined.then()
                .body("doctorId", nullValue())
                .body("commonTokenNumber", equalTo(number))
                .body("date", equalTo(LocalDate.now(CLINIC).toString()));
        var added = event("queue.entry-added.v1", id);
        assertThat(added.json().has("doctorId")).isFalse();

        // The nurse need not know the doctor; nobody begins a consultation with no doctor.
        move(id, "nurse_completed").then().statusCode(200);
        move(id, "ready_for_doctor").then().statusCode(200);
        assertProblem(move(id, "in_consultation"), 409, "invalid-transition");
        assertThat(doctor.asks().get("/api/v1/queue/" + id).statusCode()).isEqualTo(404);

        assign(as("reception"), id, doctor)
                .then()
                .statusCode(200)
                .body("doctorId", equalTo(doctor.id()))
                .body("tokenNumber", equalTo(1))
                .body("commonTokenNumber", equalTo(number))
                .body("status", equalTo("ready_for_doctor"))
                .body("assignedAt", notNullValue())
                .body("nurseCompletedAt", notNullValue())
                .body("timelineReadyAt", notNullValue());
        var assigned = event("queue.entry-assigned.v1", id);
        assertThat(assigned.text("doctorSubject")).isEqualTo(doctor.subject());
        assertThat(assigned.text("patientId")).isEqualTo(patient.toString());
        assertThat(auditEntry("assign", id).text("patientId")).isEqualTo(patient.toString());

        doctor.asks()
                .body("{\"to\":\"in_consultation\"}")
                .post("/api/v1/queue/" + id + "/transition")
                .then()
                .statusCode(200)
                .body("encounterId", notNullValue())
                .body("startedAt", notNullValue());
    }

    @Test
    void the_day_becomes_the_doctors_with_a_number_of_that_day() {
        for (String zone : List.of("Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Sao_Paulo")) {
            var doctor = doctor(zone, AROUND_THE_CLOCK);
            walkIn(doctor, "normal");

            assign(as("nurse"), waiting(), doctor)
                    .then()
                    .statusCode(200)
                    .body("date", equalTo(LocalDate.now(ZoneId.of(zone)).toString()))
                    .body("tokenNumber", equalTo(2));
        }
    }

    @Test
    void of_those_who_assign_at_once_one_wins() {
        String id = waiting();
        var doctors = List.of(doctor(), doctor(), doctor());

        List<Response> answers = Concurrently.run(doctors.stream()
                .map(doctor -> (Callable<Response>) () -> assign(as("reception"), id, doctor))
                .toList());

        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(200, 409, 409);
        for (Response answer : answers) if (answer.statusCode() == 409) assertProblem(answer, 409, "already-assigned");
        assertThat(count("queue_entry where id = '" + id + "' and version = 1")).isEqualTo(1);
    }

    @Test
    void tokens_of_the_common_queue_are_unique_among_many_at_once() {
        List<Integer> tokens = Concurrently.run(
                6, () -> joinCommonQueue(StubServices.registeredPatient()).<Integer>path("tokenNumber"));

        assertThat(tokens).doesNotHaveDuplicates().doesNotContainNull();
    }

    @Test
    void who_waits_for_the_doctor_already_has_left_or_has_a_doctor_is_not_assigned() {
        var doctor = doctor();
        UUID patient = StubServices.registeredPatient();
        String there = created(as("nurse")
                .body("{\"patientId\":\"%s\",\"doctorId\":\"%s\"}".formatted(patient, doctor.id()))
                .post("/api/v1/queue"));
        String common = created(joinCommonQueue(patient));

        Response twice = assign(as("nurse"), common, doctor);
        assertProblem(twice, 409, "already-waiting");
        assertThat(twice.<String>path("queueEntryId")).isEqualTo(there);
        queueEntry(common).then().body("doctorId", nullValue());
        assertProblem(assign(as("nurse"), there, doctor()), 409, "already-assigned");
        move(common, "cancelled").then().statusCode(200);
        assertProblem(assign(as("nurse"), common, doctor()), 409, "invalid-transition");
        assertProblem(
                assign(as("nurse"), waiting(), new Doctor("" + UUID.randomUUID(), "nobody")), 422, "unknown-doctor");
        assertProblem(assign(as("nurse"), "" + UUID.randomUUID(), doctor), 404, "not-found");
    }

    @Test
    void a_doctor_takes_nobody_out_of_the_common_queue_unless_by_another_role_and_the_auditor_is_told() {
        var doctor = doctor();
        String id = waiting();

        assertProblem(assign(doctor.asks(), id, doctor), 403, "forbidden");
        assign(doctor.asksAs("doctor", "nurse"), id, doctor).then().statusCode(200);

        assertThat(event("queue.entry-assigned.v1", id).json().path("selfMade").asBoolean())
                .isTrue();
        assertThat(auditEntry("care_self_made", id).text("entityType")).isEqualTo("queue_entry");
    }

    @Test
    void after_a_restore_the_numbers_of_the_common_queue_jump_ahead_as_well() {
        int before = joinCommonQueue(StubServices.registeredPatient()).path("tokenNumber");

        pool.query("select * from polyclinic_jump_numbers(200)").executeAndAwait();

        assertThat(joinCommonQueue(StubServices.registeredPatient()).<Integer>path("tokenNumber"))
                .isGreaterThan(before + 200);
    }

    private static String waiting() {
        return created(joinCommonQueue(StubServices.registeredPatient()));
    }

    private static Response assign(RequestSpecification caller, String id, Doctor doctor) {
        return caller.body("{\"doctorId\":\"" + doctor.id() + "\"}").post("/api/v1/queue/" + id + "/assign");
    }

    private static Response move(String id, String to) {
        return as("admin").body("{\"to\":\"" + to + "\"}").post("/api/v1/queue/" + id + "/transition");
    }
}
