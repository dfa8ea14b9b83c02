package polyclinic.appointment.appointments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.servers.TopicClient.auditEntry;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
class AppointmentQueriesTest extends AppointmentServiceTest {
    private static final String ILL = "{\"reason\":\"ill\"}";

    @Test
    void others_appointments_are_not_there_for_a_patient_or_a_doctor() {
        var doctor = doctor();
        String id = booked(doctor, SOON);
        List<RequestSpecification> strangers = List.of(asPatient(StubServices.registeredPatient()), doctor().asks());

        for (RequestSpecification stranger : strangers)
            assertProblem(stranger.get("/api/v1/appointments/" + id), 404, "not-found");
        assertThat(doctor.asks().get("/api/v1/appointments/" + id).statusCode()).isEqualTo(200);
    }

    @Test
    void a_read_leaves_an_audit_entry_and_knows_not_modified() {
        String id = booked(doctor(), SOON);

        as("nurse").get("/api/v1/appointments/" + id).then().statusCode(200).header("ETag", "\"0\"");

        as("nurse")
                .header("If-None-Match", "\"0\"")
                .get("/api/v1/appointments/" + id)
                .then()
                .statusCode(304);
        assertThat(auditEntry("read", id).json().path("actor").path("name").asText())
                .isEqualTo("nurse");
    }

    @Test
    void a_list_shows_each_caller_their_part() {
        var doctor = doctor();
        UUID patient = StubServices.registeredPatient();
        String mine = booked(patient, doctor, SOON);
        String others = booked(doctor, SOON.plusSeconds(900));
        booked(patient, doctor(), SOON.plus(Duration.ofHours(3)));
        String query = "/api/v1/appointments?doctorId=" + doctor.id();

        assertThat(ids(as("reception").get(query))).containsExactly(mine, others);
        assertThat(ids(doctor.asks().get("/api/v1/appointments"))).containsExactly(mine, others);
        assertThat(ids(asPatient(patient).get(query))).containsExactly(mine);
        assertThat(ids(doctor.asks().get("/api/v1/appointments?limit=1&patientId=" + patient)))
                .containsExactly(mine);
        assertThat(ids(doctor().asks().get(query))).isEmpty();
        assertThat(ids(as("patient").get(query))).isEmpty();
    }

    @Test
    void a_list_can_be_narrowed_and_paged() {
        var doctor = doctor();
        String first = booked(doctor, SOON);
        String second = booked(doctor, SOON.plusSeconds(900));
        String third = booked(doctor, SOON.plusSeconds(1800));
        act(as("reception"), second, "cancel", ILL).then().statusCode(200);
        String query = "/api/v1/appointments?doctorId=" + doctor.id();

        Response page = as("reception").get(query + "&limit=2");

        assertThat(ids(page)).containsExactly(first, second);
        assertThat(page.header("Link")).contains("rel=\"next\"");
        assertThat(ids(as("reception").get(query + "&limit=2&after=" + page.path("next"))))
                .containsExactly(third);
        assertThat(ids(as("reception").get(query + "&status=cancelled"))).containsExactly(second);
        assertThat(ids(as("reception").get(query + "&status=scheduled&status=cancelled")))
                .containsExactly(first, second, third);
        assertThat(ids(as("reception").get(query + "&from=" + SOON.plusSeconds(900) + "&to=" + SOON.plusSeconds(1800))))
                .containsExactly(second);
        assertProblem(as("reception").get(query + "&status=lost"), 422, "invalid-input");
        assertProblem(as("reception").get(query + "&from=soon"), 422, "invalid-input");
        assertProblem(as("reception").get(query + "&after=xyz"), 422, "invalid-input");
        assertProblem(as("reception").get(query + "&limit=201"), 422, "invalid-input");
    }

    /** 25 hours lie between these two, so that no day is the same in both; in Cairo a day may have 23 or 25 hours. */
    @ParameterizedTest
    @ValueSource(strings = {"Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata", "Africa/Cairo"})
    void a_day_of_a_doctors_appointments_is_the_doctors_as_that_of_the_slots_is(String zone) {
        var doctor = doctor(zone, AROUND_THE_CLOCK);
        LocalDate day = LocalDate.now(ZoneId.of(zone)).plusDays(2);
        Instant begins = day.atStartOfDay(ZoneId.of(zone)).toInstant();
        Instant ends = day.plusDays(1).atStartOfDay(ZoneId.of(zone)).toInstant();
        String first = booked(doctor, begins);
        String last = booked(doctor, ends.minus(Duration.ofMinutes(15)));
        String next = booked(doctor, ends);
        String query = "/api/v1/appointments?doctorId=%s&from=%s&to=%s";

        assertThat(ids(as("reception").get(query.formatted(doctor.id(), day, day))))
                .containsExactly(first, last);
        assertThat(ids(as("reception").get(query.formatted(doctor.id(), day.minusDays(1), day.minusDays(1)))))
                .isEmpty();
        assertThat(ids(as("reception").get(query.formatted(doctor.id(), day.plusDays(1), day.plusDays(1)))))
                .containsExactly(next);
        List<String> taken = as("reception")
                .get("/api/v1/doctors/%s/slots?from=%s&to=%s".formatted(doctor.id(), day, day))
                .then()
                .statusCode(200)
                .extract()
                .path("items.findAll { !it.free }.start");
        assertThat(taken).containsExactly("" + begins, "" + ends.minus(Duration.ofMinutes(15)));
    }

    @Test
    void without_a_doctor_a_day_is_the_clinics() {
        UUID patient = StubServices.registeredPatient();
        LocalDate day = LocalDate.now(CLINIC).plusDays(2);
        Instant begins = day.atStartOfDay(CLINIC).toInstant();
        booked(patient, doctor(), begins.minus(Duration.ofMinutes(30)));
        String first = booked(patient, doctor("Pacific/Kiritimati", AROUND_THE_CLOCK), begins);
        String last = booked(patient, doctor(), begins.plus(Duration.ofMinutes(1425)));
        booked(patient, doctor(), begins.plus(Duration.ofHours(24)));
        String query = "/api/v1/appointments?patientId=%s&from=%s&to=%s".formatted(patient, day, day);

        assertThat(ids(as("reception").get(query))).containsExactly(first, last);
        assertThat(ids(asPatient(patient).get(query))).containsExactly(first, last);
        assertThat(ids(as("reception").get(query + "&doctorId=" + UUID.randomUUID())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"appointments", "queue", "encounters"})
    void a_list_of_two_patients_is_in_the_trail_of_both(String list) {
        var doctor = doctor();
        List<String> patients = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            UUID patient = StubServices.registeredPatient();
            patients.add(patient.toString());
            String entry = checkedIn(booked(patient, doctor, SOON.plusSeconds(900L * i)));
            if (!list.equals("encounters")) continue;
            for (String step : List.of("nurse_completed", "ready_for_doctor", "in_consultation"))
                as("admin")
                        .body("{\"to\":\"" + step + "\"}")
                        .post("/api/v1/queue/" + entry + "/transition")
                        .then()
                        .statusCode(200);
        }

        // Within the next hours it may be tomorrow.
        String day = list.equals("queue") ? "&date=" + LocalDate.ofInstant(SOON, ZoneId.of("Europe/Berlin")) : "";
        as("nurse")
                .get("/api/v1/" + list + "?doctorId=" + doctor.id() + day)
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(2));

        TopicClient.Message entry =
                TopicClient.await("audit.entries", found -> found.text("query").contains(doctor.id()));
        List<String> named = new ArrayList<>();
        entry.json().path("patientIds").forEach(id -> named.add(id.asText()));
        assertThat(named).containsExactlyInAnyOrderElementsOf(patients);
    }

    private static List<String> ids(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath().getList("items.id");
    }
}
