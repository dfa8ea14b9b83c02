package polyclinic.appointment.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static polyclinic.commons.testing.servers.TopicClient.auditEntry;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;
import static polyclinic.commons.testing.web.ServiceClient.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.web.StubServices;

/** Nobody makes the fact that authorises them: each way to put a patient into a doctor's care, tried by that doctor. */
@QuarkusTest
class SelfMadeCareTest extends AppointmentServiceTest {
    private static final Duration HOUR = Duration.ofHours(1);

    /** Makes care of a patient of a doctor, in the name of a caller. */
    @FunctionalInterface
    interface Making {
        Response by(RequestSpecification caller, UUID patient, Doctor doctor);
    }

    /** Every operation that writes an appointment or a place in a queue, with the event that tells of it. */
    static Stream<Arguments> makings() {
        return Stream.of(
                arguments("appointment", "appointment.booked.v1", (Making) SelfMadeCareTest::books),
                arguments("queue_entry", "queue.entry-added.v1", (Making) SelfMadeCareTest::queues));
    }

    /** One that is added may be another way to make care: it is decided by {@code PatientsInCare} and tried here, too. */
    @Test
    void every_operation_that_takes_a_patient_is_tried_here() throws IOException {
        JsonNode api = new ObjectMapper()
                .readTree(management()
                        .queryParam("format", "json")
                        .get("/q/openapi")
                        .asString());
        Set<String> takePatients = new TreeSet<>();
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    String schema = method.getValue()
                            .at("/requestBody/content/application~1json/schema/$ref")
                            .asText()
                            .replaceFirst(".*/", "");
                    if (api.at("/components/schemas/" + schema + "/properties").has("patientId"))
                        takePatients.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                }));

        // Orders and tasks make no care: they are for patients in care, as the next test shows.
        assertThat(takePatients)
                .containsExactly(
                        "PATCH /api/v1/tasks/{id}",
                        "POST /api/v1/appointments",
                        "POST /api/v1/orders",
                        "POST /api/v1/queue",
                        "POST /api/v1/tasks");
    }

    @Test
    void an_order_and_a_task_make_no_care_and_are_for_patients_in_care() {
        Doctor doctor = doctor();
        UUID patient = StubServices.registeredPatient();
        String order = "{\"patientId\":\"%s\",\"kind\":\"diet\",\"code\":{\"name\":\"low salt\"}}".formatted(patient);
        String task = "{\"patientId\":\"%s\",\"title\":\"look at\"}".formatted(patient);

        assertProblem(doctor.asks().body(order).post("/api/v1/orders"), 422, "unknown-patient");
        assertProblem(doctor.asks().body(task).post("/api/v1/tasks"), 422, "unknown-patient");
        // By another role of the same person they may, and that is no care either.
        created(doctor.asksAs("doctor", "admin").body(order).post("/api/v1/orders"));
        created(doctor.asksAs("doctor", "nurse").body(task).post("/api/v1/tasks"));
        assertProblem(books(doctor.asks(), patient, doctor), 422, "unknown-patient");
    }

    @Test
    void a_doctor_books_for_no_patient_whom_they_have_not_in_care() {
        Doctor doctor = doctor();
        UUID patient = StubServices.registeredPatient();
        booked(patient, doctor(), SOON);

        assertProblem(books(doctor.asks(), patient, doctor), 422, "unknown-patient");
        assertProblem(books(doctor.asks(), UUID.randomUUID(), doctor), 422, "unknown-patient");

        assertThat(count("appointment where doctor_id = '" + doctor.id() + "'")).isZero();
    }

    @Test
    void a_doctor_adds_no_patient_to_their_queue() {
        Doctor doctor = doctor();

        assertProblem(queues(doctor.asks(), StubServices.registeredPatient(), doctor), 403, "forbidden");
    }

    @Test
    void a_doctor_books_the_next_visit_of_a_patient_in_care_by_an_appointment_or_a_walk_in() {
        Doctor doctor = doctor();
        UUID booked = StubServices.registeredPatient();
        UUID walkedIn = StubServices.registeredPatient();
        booked(booked, doctor, SOON.plus(HOUR));
        queues(as("nurse"), walkedIn, doctor).then().statusCode(201);

        String next = created(books(doctor.asks(), booked, doctor));
        assertThat(books(doctor.asks(), walkedIn, doctor, 2).statusCode()).isEqualTo(201);

        assertThat(event("appointment.booked.v1", next).json().path("selfMade").asBoolean())
                .isFalse();
    }

    @Test
    void care_that_is_over_makes_no_care() {
        Doctor doctor = doctor();
        UUID cancelled = StubServices.registeredPatient();
        act(as("reception"), booked(cancelled, doctor, SOON), "cancel", "{\"reason\":\"moved away\"}")
                .then()
                .statusCode(200);
        UUID longAgo = StubServices.registeredPatient();
        moveBack(booked(longAgo, doctor, SOON), "COMPLETED", 366);
        UUID missed = StubServices.registeredPatient();
        moveBack(booked(missed, doctor, SOON), "NO_SHOW", 8);
        UUID missedLately = StubServices.registeredPatient();
        moveBack(booked(missedLately, doctor, SOON), "NO_SHOW", 6);

        for (UUID patient : new UUID[] {cancelled, longAgo, missed})
            assertProblem(books(doctor.asks(), patient, doctor), 422, "unknown-patient");
        assertThat(books(doctor.asks(), missedLately, doctor).statusCode()).isEqualTo(201);
    }

    @Test
    void a_doctor_brings_no_forgotten_appointment_back() {
        Doctor doctor = doctor();
        String id = booked(doctor, SOON);
        moveBack(id, "SCHEDULED", 400);
        String later = "{\"start\":\"%s\"}".formatted(SOON.plus(HOUR));

        assertProblem(act(doctor.asks(), id, "reschedule", later), 422, "unknown-patient");
        act(doctor.asksAs("doctor", "receptionist"), id, "reschedule", later)
                .then()
                .statusCode(200);

        assertThat(event("appointment.rescheduled.v1", id)
                        .json()
                        .path("selfMade")
                        .asBoolean())
                .isTrue();
        assertThat(auditEntry("care_self_made", id).text("entityType")).isEqualTo("appointment");
    }

    @ParameterizedTest
    @MethodSource("makings")
    void a_doctor_with_a_wider_role_may_and_the_auditor_is_told(String entityType, String type, Making making) {
        Doctor doctor = doctor();
        UUID patient = StubServices.registeredPatient();

        String id = created(making.by(doctor.asksAs("doctor", "receptionist"), patient, doctor));

        assertThat(event(type, id).json().path("selfMade").asBoolean()).isTrue();
        var entry = auditEntry("care_self_made", id);
        assertThat(entry.text("entityType")).isEqualTo(entityType);
        assertThat(entry.text("patientId")).isEqualTo(patient.toString());
        assertThat(entry.json().path("actor").path("subject").asText()).isEqualTo(doctor.subject());
    }

    @ParameterizedTest
    @MethodSource("makings")
    void care_that_somebody_else_makes_is_not_self_made(String entityType, String type, Making making) {
        Doctor doctor = doctor();

        String id =
                created(making.by(doctor().asksAs("doctor", "receptionist"), StubServices.registeredPatient(), doctor));

        assertThat(event(type, id).json().path("selfMade").asBoolean()).isFalse();
    }

    private static Response books(RequestSpecification caller, UUID patient, Doctor doctor) {
        return books(caller, patient, doctor, 0);
    }

    private static Response books(RequestSpecification caller, UUID patient, Doctor doctor, int hours) {
        return caller.body(booking(patient, doctor, SOON.plus(HOUR.multipliedBy(hours))))
                .post("/api/v1/appointments");
    }

    private static Response queues(RequestSpecification caller, UUID patient, Doctor doctor) {
        return caller.body("{\"patientId\":\"%s\",\"doctorId\":\"%s\"}".formatted(patient, doctor.id()))
                .post("/api/v1/queue");
    }

    /** As if it had been so many days ago. */
    private void moveBack(String appointment, String status, int days) {
        pool.query("""
                        update appointment
                           set status = '%2$s', starts_at = starts_at - interval '%3$d days',
                               ends_at = ends_at - interval '%3$d days',
                               blocked_until = blocked_until - interval '%3$d days'
                         where id = '%1$s'""".formatted(appointment, status, days)).executeAndAwait();
    }
}
