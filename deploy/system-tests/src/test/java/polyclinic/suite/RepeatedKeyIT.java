package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.clients.clinic.AvailableDoctor;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.DoctorFinder;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;

/** A key is no way back to what its sender may no longer see. */
class RepeatedKeyIT {
    private static final Duration ARRIVAL_TIMEOUT = Duration.ofSeconds(30);

    private final Clinic clinic = Suite.clinic();
    private final ApiClient reception = clinic.as("reception").retrying();

    @Test
    void a_doctor_whose_care_has_ended_gets_a_signed_note_no_more() {
        AvailableDoctor available = new DoctorFinder(clinic).withFreeSlots(reception);
        ApiClient doctor = available.api(clinic).retrying();
        String patient = reception
                .post(
                        "/patients?confirmDistinct=true",
                        Map.of(
                                "givenName",
                                UUID.randomUUID().toString(),
                                "familyName",
                                "Key",
                                "birthDate",
                                "1980-01-01",
                                "sex",
                                "unknown"))
                .expect(201)
                .text("id");
        String appointment = reception
                .post(
                        "/appointments",
                        Map.of(
                                "patientId",
                                patient,
                                "doctorId",
                                available.id(),
                                "start",
                                available.slots().get(0).toString()))
                .expect(201)
                .text("id");
        String note = doctor.post(
                        "/notes",
                        Map.of("patientId", patient, "type", "manual", "content", Map.of("text", "all is well")))
                .expect(201)
                .text("id");
        String key = UUID.randomUUID().toString();
        String sign = "/notes/" + note + "/sign";
        doctor.post(sign, Map.of(), key).expect(200);

        ApiResponse whileInCare = doctor.post(sign, Map.of(), key).expect(200);
        assertThat(whileInCare.header("Idempotency-Replayed")).isEqualTo("true");
        reception
                .post("/appointments/" + appointment + "/cancel", Map.of("reason", "feels well"))
                .expect(200);
        await("the care ends")
                .atMost(ARRIVAL_TIMEOUT)
                .until(() -> doctor.get("/notes/" + note).status() == 404);

        assertThat(doctor.post(sign, Map.of(), key).status()).isEqualTo(404);
        await("the repetition is in the trail").atMost(ARRIVAL_TIMEOUT).until(() -> entries(patient).stream()
                .anyMatch(entry -> entry.path("action").asText().equals("read")
                        && entry.path("entityId").asText().equals(note)));
    }

    private List<JsonNode> entries(String patient) {
        return clinic.as("auditor").retrying().all("/audit?patientId=" + patient);
    }
}
