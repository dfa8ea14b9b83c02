package polyclinic.appointment.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static polyclinic.commons.testing.servers.TopicClient.auditEntry;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.withToken;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.testing.web.StubRequest;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
class AppointmentBookingTest extends AppointmentServiceTest {
    private static final Duration QUARTER = Duration.ofMinutes(15);

    /** Nine o'clock in Berlin, not soon and not too far ahead. */
    private static final ZonedDateTime MONDAY_AT_NINE = ZonedDateTime.now(ZoneId.of("Europe/Berlin"))
            .plusDays(14)
            .with(TemporalAdjusters.next(DayOfWeek.MONDAY))
            .truncatedTo(ChronoUnit.DAYS)
            .withHour(9);

    @Test
    void a_booking_is_answered_stored_published_and_audited() {
        var doctor = doctor();
        UUID patient = StubServices.registeredPatient();

        Response response =
                as("reception").body("""
                        {"patientId":"%s","doctorId":"%s","start":"%s","reason":"a cough"}""".formatted(patient, doctor.id(), SOON)).post("/api/v1/appointments");

        String id = response.then()
                .statusCode(201)
                .header("ETag", "\"0\"")
                .body("status", equalTo("scheduled"))
                .body("patientId", equalTo(patient.toString()))
                .body("doctorName", equalTo("Elizabeth Blackwell"))
                .body("start", equalTo(SOON.toString()))
                .body("end", equalTo(SOON.plus(QUARTER).toString()))
                .body("reason", equalTo("a cough"))
                .extract()
                .path("id");
        assertThat(response.header("Location")).endsWith("/api/v1/appointments/" + id);
        assertThat(count("appointment where id = '" + id + "' and status = 'SCHEDULED' and version = 0"))
                .isEqualTo(1);
        var event = event("appointment.booked.v1", id);
        assertThat(event.json().path("doctorSubject").asText()).isEqualTo(doctor.subject());
        assertThat(event.json().path("startsAt").asText()).isEqualTo(SOON.toString());
        assertThat(event.json().path("status").asText()).isEqualTo("scheduled");
        assertThat(event.headers()).containsEntry("ce_source", "/appointment-service");
        var entry = auditEntry("create", id);
        assertThat(entry.key()).isEqualTo(patient.toString());
        assertThat(entry.json().path("actor").path("roles").get(0).asText()).isEqualTo("receptionist");
        assertThat(entry.body()).doesNotContain("cough");
    }

    @Test
    void what_is_read_back_is_what_was_answered() {
        var doctor = doctor();
        Response answer = book(StubServices.registeredPatient(), doctor, SOON);

        Response read = as("reception").get("/api/v1/appointments/" + answer.path("id"));

        assertThat(read.jsonPath().getMap("")).isEqualTo(answer.jsonPath().getMap(""));
    }

    @Test
    void a_second_booking_of_the_slot_is_refused() {
        var doctor = doctor();
        booked(doctor, SOON);

        assertProblem(book(StubServices.registeredPatient(), doctor, SOON), 409, "slot-taken");
    }

    @Test
    void a_booking_that_overlaps_only_partly_is_refused_too() {
        var doctor = doctor();
        booked(doctor, SOON);

        assertProblem(book(StubServices.registeredPatient(), doctor, SOON.plusSeconds(300)), 409, "slot-taken");
        assertProblem(book(StubServices.registeredPatient(), doctor, SOON.minusSeconds(300)), 409, "slot-taken");
    }

    @Test
    void bookings_that_touch_are_fine() {
        var doctor = doctor();
        UUID patient = StubServices.registeredPatient();
        booked(patient, doctor, SOON);

        assertThat(book(patient, doctor, SOON.plus(QUARTER)).statusCode()).isEqualTo(201);
    }

    @Test
    void a_patient_cannot_be_with_two_doctors_at_once() {
        UUID patient = StubServices.registeredPatient();
        booked(patient, doctor(), SOON);

        assertProblem(book(patient, doctor(), SOON.plusSeconds(600)), 409, "patient-busy");
    }

    @Test
    void the_doctors_pause_is_kept_free() {
        var doctor = doctor("Europe/Berlin", AROUND_THE_CLOCK.replace("15,", "15,\"bufferMinutes\":15,"));
        booked(doctor, SOON);

        assertProblem(book(StubServices.registeredPatient(), doctor, SOON.plus(QUARTER)), 409, "slot-taken");
        assertThat(book(StubServices.registeredPatient(), doctor, SOON.plus(QUARTER.multipliedBy(2)))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void a_cancelled_appointment_frees_its_time() {
        var doctor = doctor();
        UUID patient = StubServices.registeredPatient();
        String first = booked(patient, doctor, SOON);
        act(as("reception"), first, "cancel", "{\"reason\":\"ill\"}").then().statusCode(200);

        assertThat(book(patient, doctor, SOON).statusCode()).isEqualTo(201);
    }

    @Test
    void a_booking_outside_the_schedule_is_refused() {
        var doctor = doctor("Europe/Berlin", """
                {"slotMinutes":30,"weekly":[{"day":"monday","from":"09:00","to":"10:00"}],"validFrom":"%s"}""".formatted(MONDAY_AT_NINE.toLocalDate()));
        UUID patient = StubServices.registeredPatient();

        assertProblem(book(patient, doctor, SOON), 422, "outside-schedule");
        assertProblem(book(patient, doctor, MONDAY_AT_NINE.plusHours(1).toInstant()), 422, "outside-schedule");
        assertThat(book(patient, doctor, MONDAY_AT_NINE.plusMinutes(30).toInstant())
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void a_booking_that_lasts_beyond_the_hours_is_refused() {
        var doctor = doctor("Europe/Berlin", """
                {"slotMinutes":30,"weekly":[{"day":"monday","from":"09:00","to":"10:00"}]}""");
        String body = booking(StubServices.registeredPatient(), doctor, MONDAY_AT_NINE.toInstant());

        Response tooLong = as("reception")
                .body(body.replace("}", ",\"durationMinutes\":61}"))
                .post("/api/v1/appointments");
        Response fits = as("reception")
                .body(body.replace("}", ",\"durationMinutes\":60}"))
                .post("/api/v1/appointments");

        assertProblem(tooLong, 422, "outside-schedule");
        assertThat(fits.<String>path("end"))
                .isEqualTo(MONDAY_AT_NINE.plusHours(1).toInstant().toString());
    }

    @Test
    void a_doctor_without_a_schedule_cannot_be_booked() {
        String user = "dr-" + UUID.randomUUID();
        String id = as("admin")
                .body(registration(user, "UTC"))
                .post("/api/v1/doctors")
                .path("id");

        assertProblem(book(StubServices.registeredPatient(), new Doctor(id, user), SOON), 422, "outside-schedule");
    }

    @Test
    void a_changed_timetable_holds_for_the_next_booking() {
        var doctor = doctor();
        booked(doctor, SOON);
        doctor.asks()
                .body("{\"slotMinutes\":15,\"weekly\":[]}")
                .put("/api/v1/doctors/" + doctor.id() + "/schedule")
                .then()
                .statusCode(200);

        assertProblem(book(StubServices.registeredPatient(), doctor, SOON.plus(QUARTER)), 422, "outside-schedule");
    }

    @Test
    void the_past_cannot_be_booked() {
        assertProblem(
                book(StubServices.registeredPatient(), doctor(), Instant.parse("2020-01-01T10:00:00Z")),
                422,
                "in-the-past");
    }

    @Test
    void appointments_begin_on_the_minute() {
        assertProblem(book(StubServices.registeredPatient(), doctor(), SOON.plusSeconds(1)), 422, "invalid-input");
    }

    @Test
    void who_is_unknown_cannot_be_booked() {
        var unknown = new Doctor(UUID.randomUUID().toString(), "unknown");

        assertProblem(book(UUID.randomUUID(), doctor(), SOON), 422, "unknown-patient");
        assertProblem(book(StubServices.registeredPatient(), unknown, SOON), 422, "unknown-doctor");
    }

    @Test
    void on_a_miss_the_owner_is_asked_once_with_the_callers_token() {
        var doctor = doctor();
        UUID patient = StubServices.registeredPatient();
        String token = Tokens.of("reception");

        withToken(token)
                .body(booking(patient, doctor, SOON))
                .post("/api/v1/appointments")
                .then()
                .statusCode(201);
        booked(patient, doctor, SOON.plus(QUARTER));

        assertThat(StubServices.requests("/api/v1/patients/" + patient))
                .extracting(StubRequest::token)
                .containsExactly(token);
        assertThat(count("known_patient where version = 3 and patient_id = '" + patient + "'"))
                .isEqualTo(1);
    }

    @Test
    void when_the_owner_is_away_only_unknown_patients_have_to_wait() {
        var doctor = doctor();
        UUID known = StubServices.registeredPatient();
        booked(known, doctor, SOON);
        StubServices.fail(500);
        try {
            assertProblem(
                    book(StubServices.registeredPatient(), doctor, SOON.plus(QUARTER)),
                    503,
                    "patient-service-unavailable");
            assertThat(book(known, doctor, SOON.plus(QUARTER)).statusCode()).isEqualTo(201);
        } finally {
            StubServices.recover();
        }
    }

    @Test
    void of_twenty_who_want_one_slot_exactly_one_gets_it() {
        var doctor = doctor();

        List<Integer> statuses = Concurrently.run(
                20, () -> book(StubServices.registeredPatient(), doctor, SOON).statusCode());

        assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(19);
        assertThat(count("appointment where doctor_id = '" + doctor.id() + "'")).isEqualTo(1);
    }

    @Test
    void one_patient_with_twenty_doctors_at_once_gets_one_appointment() {
        UUID patient = StubServices.registeredPatient();
        List<Callable<Integer>> requests = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            var doctor = doctor();
            requests.add(() -> book(patient, doctor, SOON).statusCode());
            requests.add(() -> book(patient, doctor, SOON.plusSeconds(60)).statusCode());
        }

        List<Integer> statuses = Concurrently.run(requests);

        assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(19);
    }

    @Test
    void the_same_key_twenty_times_at_once_books_once_and_all_answers_agree() {
        var doctor = doctor();
        String body = booking(StubServices.registeredPatient(), doctor, SOON);
        String key = UUID.randomUUID().toString();

        List<Response> answers = Concurrently.run(
                20,
                () -> as("reception").header("Idempotency-Key", key).body(body).post("/api/v1/appointments"));

        assertThat(answers).extracting(Response::statusCode).containsOnly(201);
        assertThat(answers)
                .extracting(Response::asString)
                .containsOnly(answers.get(0).asString());
        assertThat(answers).extracting(answer -> answer.header("Location")).doesNotContainNull();
        assertThat(answers).extracting(answer -> answer.header("ETag")).containsOnly("\"0\"");
        assertThat(answers)
                .filteredOn(answer -> answer.header("Idempotency-Replayed") == null)
                .hasSize(1);
        assertThat(count("appointment where doctor_id = '" + doctor.id() + "'")).isEqualTo(1);
    }

    @Test
    void a_key_is_of_its_caller_and_of_its_request() {
        var doctor = doctor();
        String key = UUID.randomUUID().toString();
        String body = booking(StubServices.registeredPatient(), doctor, SOON);
        as("reception")
                .header("Idempotency-Key", key)
                .body(body)
                .post("/api/v1/appointments")
                .then()
                .statusCode(201);

        Response other = as("reception")
                .header("Idempotency-Key", key)
                .body(booking(StubServices.registeredPatient(), doctor, SOON))
                .post("/api/v1/appointments");
        Response otherCaller = as("nurse")
                .header("Idempotency-Key", key)
                .body(booking(StubServices.registeredPatient(), doctor, SOON.plus(QUARTER)))
                .post("/api/v1/appointments");

        assertProblem(other, 422, "idempotency-key-reused");
        assertThat(otherCaller.statusCode()).isEqualTo(201);
    }

    @Test
    void a_refused_request_does_not_use_up_its_key() {
        var doctor = doctor();
        String first = booked(doctor, SOON);
        String key = UUID.randomUUID().toString();
        String body = booking(StubServices.registeredPatient(), doctor, SOON);
        assertProblem(
                as("reception").header("Idempotency-Key", key).body(body).post("/api/v1/appointments"),
                409,
                "slot-taken");
        act(as("reception"), first, "cancel", "{\"reason\":\"ill\"}").then().statusCode(200);

        Response again =
                as("reception").header("Idempotency-Key", key).body(body).post("/api/v1/appointments");

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isNull();
    }

    @Test
    void a_patient_books_a_slot_for_themselves() {
        UUID patient = StubServices.registeredPatient();
        var doctor = doctor();

        asPatient(patient)
                .body(booking(patient, doctor, SOON))
                .post("/api/v1/appointments")
                .then()
                .statusCode(201)
                .body("id", notNullValue());
    }

    @Test
    void a_patient_cannot_book_for_others_nor_beside_the_slots() {
        UUID patient = StubServices.registeredPatient();
        UUID other = StubServices.registeredPatient();
        var doctor = doctor();
        String longer = booking(patient, doctor, SOON).replace("}", ",\"durationMinutes\":60}");

        assertProblem(
                asPatient(patient).body(booking(other, doctor, SOON)).post("/api/v1/appointments"),
                422,
                "unknown-patient");
        assertProblem(
                as("patient").body(booking(other, doctor, SOON)).post("/api/v1/appointments"), 422, "unknown-patient");
        assertProblem(
                asPatient(patient)
                        .body(booking(patient, doctor, SOON.plusSeconds(60)))
                        .post("/api/v1/appointments"),
                422,
                "outside-schedule");
        assertProblem(asPatient(patient).body(longer).post("/api/v1/appointments"), 422, "outside-schedule");
    }

    @Test
    void a_doctor_books_in_their_own_calendar_only() {
        var doctor = doctor();
        var other = doctor();
        UUID patient = StubServices.registeredPatient();
        booked(patient, doctor, SOON);

        assertProblem(doctor.asks().body(booking(patient, other, SOON)).post("/api/v1/appointments"), 403, "forbidden");
        assertThat(doctor.asks()
                        .body(booking(patient, doctor, SOON.plus(QUARTER)))
                        .post("/api/v1/appointments")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void an_administrator_may_overbook_a_doctor_with_a_reason_that_is_audited() {
        var doctor = doctor();
        booked(doctor, SOON);
        UUID patient = StubServices.registeredPatient();
        String body = booking(patient, doctor, SOON);
        String reasoned = body.replace("}", ",\"overbookReason\":\"an emergency\"}");

        assertProblem(as("admin").body(body).post("/api/v1/appointments?overbook=true"), 422, "invalid-input");
        assertProblem(as("admin").body(reasoned).post("/api/v1/appointments"), 422, "invalid-input");
        assertProblem(as("reception").body(reasoned).post("/api/v1/appointments?overbook=true"), 403, "forbidden");
        assertProblem(as("admin").body(reasoned).post("/api/v1/appointments?overbook=maybe"), 422, "invalid-input");
        String id = as("admin")
                .body(reasoned)
                .post("/api/v1/appointments?overbook=true")
                .then()
                .statusCode(201)
                .body("overbooked", equalTo(true))
                .extract()
                .path("id");
        assertThat(auditEntry("create", id).json().path("reason").asText()).isEqualTo("an emergency");
        as("nurse")
                .get("/api/v1/appointments/" + id)
                .then()
                .body("overbookReason", equalTo("an emergency"))
                .body("doctorSubject", equalTo(doctor.subject()));
        asPatient(patient)
                .get("/api/v1/appointments/" + id)
                .then()
                .body("overbooked", equalTo(true))
                .body("$", not(hasKey("overbookReason")))
                .body("$", not(hasKey("doctorSubject")));
    }

    @Test
    void a_patient_cannot_be_overbooked() {
        UUID patient = StubServices.registeredPatient();
        booked(patient, doctor(), SOON);
        String body = booking(patient, doctor(), SOON).replace("}", ",\"overbookReason\":\"an emergency\"}");

        assertProblem(as("admin").body(body).post("/api/v1/appointments?overbook=true"), 409, "patient-busy");
    }

    @Test
    void even_a_statement_past_the_service_cannot_double_book() {
        var doctor = doctor();
        booked(doctor, SOON);
        String other = booked(doctor, SOON.plus(QUARTER));

        var moved = pool.query("update appointment set starts_at = starts_at - interval '5 minutes' where id = '"
                        + other + "'")
                .execute()
                .onItemOrFailure()
                .transform((rows, failure) -> failure == null ? "moved" : failure.getMessage())
                .await()
                .indefinitely();

        assertThat(moved).contains("appointment_doctor_free");
    }
}
