package polyclinic.notes.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.testing.web.StubServices;

/** Patients and notes for tests, to be imported statically. */
public final class NoteFixtures {
    public static final String SOAP = """
            {"subjective":"Cough for three days","objective":"Chest clear","assessment":"Viral infection","plan":"Fluids"}""";

    private NoteFixtures() {}

    /** A patient who is registered and whom {@code doctor}, not {@code doctor2}, has in care. */
    public static UUID patientInCare() {
        UUID patient = StubServices.registeredPatient();
        StubAppointments.appointment("doctor", patient, "scheduled");
        return patient;
    }

    public static JsonPath drafted(String user, UUID patient) {
        return drafted(user, patient, "soap", SOAP);
    }

    public static JsonPath drafted(String user, UUID patient, String type, String content) {
        return as(user).body(noteBody(patient, type, content))
                .post("/api/v1/notes")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    public static String noteBody(UUID patient, String type, String content) {
        return "{\"patientId\":\"%s\",\"type\":\"%s\",\"content\":%s}".formatted(patient, type, content);
    }

    public static Response edit(String user, String note, long version, String patch) {
        return as(user).header("If-Match", "\"" + version + "\"").body(patch).patch("/api/v1/notes/" + note);
    }

    public static void sign(String user, String note) {
        as(user).body("{}").post("/api/v1/notes/" + note + "/sign").then().statusCode(200);
    }

    /** Equal answers to repetitions of one request, of which one did the work and the others say that they are replays. */
    public static void assertOneEffect(List<Response> answers, int status) {
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
            assertThat(answer.asString()).isEqualTo(answers.get(0).asString());
            assertThat(answer.header("ETag")).isEqualTo(answers.get(0).header("ETag"));
        });
        assertThat(answers)
                .filteredOn(answer -> answer.header("Idempotency-Replayed") == null)
                .hasSize(1);
    }
}
