package polyclinic.notes.content;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.notes.testing.NoteFixtures.edit;
import static polyclinic.notes.testing.NoteFixtures.noteBody;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.notes.testing.NotesServiceTest;

/** The digits tell how exactly was measured: those that were sent stand in every answer, byte for byte. */
@QuarkusTest
class NumbersAsMeasuredTest extends NotesServiceTest {
    private static final String DIGITS = "{\"name\":\"Potassium\",\"value\":4.10,\"unit\":\"mmol/L\","
            + "\"referenceRange\":{\"low\":3.50,\"high\":5.00},\"runs\":[4.1,4.10,[4.100,7,0.0]],"
            + "\"exact\":1.234567890123456789012345678901234,\"titre\":100000000000000000000,\"trace\":1.50E-10}";

    private final UUID patient = patientInCare();

    @Test
    void clinical_data_have_them_when_recorded_read_listed_and_asked_for_again() {
        String key = UUID.randomUUID().toString();
        String body = "{\"patientId\":\"%s\",\"dataType\":\"lab_result\",\"data\":%s,\"metadata\":{\"dilution\":2.00}}"
                .formatted(patient, DIGITS);

        Response created = as("nurse").header("Idempotency-Key", key).body(body).post("/api/v1/clinical-data");
        Response replayed =
                as("nurse").header("Idempotency-Key", key).body(body).post("/api/v1/clinical-data");

        String location = created.header("Location");
        for (Response answer : new Response[] {
            created,
            replayed,
            as("doctor").get(location),
            as("doctor").queryParam("patientId", patient).get("/api/v1/clinical-data")
        }) assertThat(answer.asString()).contains("\"data\":" + DIGITS).contains("\"metadata\":{\"dilution\":2.00}");
        assertThat(replayed.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource({
        "4.10, 4.10",
        "1.50E-10, 1.50E-10",
        "1E2, 1E+2",
        "38, 38",
        "0.0, 0.0",
        "37.06598478279894, 37.06598478279894"
    })
    void a_trend_has_them(String sent, String shown) {
        as("nurse")
                .body("{\"patientId\":\"%s\",\"dataType\":\"vital_signs\",\"data\":{\"t\":%s}}"
                        .formatted(patient, sent))
                .post("/api/v1/clinical-data")
                .then()
                .statusCode(201);

        assertThat(as("doctor")
                        .get("/api/v1/clinical-data/trend?dataType=vital_signs&path=t&patientId=" + patient)
                        .asString())
                .contains("\"value\":" + shown + "}");
    }

    @Test
    void a_note_keeps_them_through_edits_and_in_its_versions() {
        Response drafted = as("doctor")
                .body(noteBody(patient, "manual", "{\"labs\":" + DIGITS + ",\"text\":\"x\"}"))
                .post("/api/v1/notes");
        String id = drafted.path("id");

        Response edited = edit("doctor", id, 1, "{\"content\":{\"text\":\"y\",\"dose\":2.50}}");

        assertThat(drafted.asString()).contains("\"labs\":" + DIGITS);
        for (Response answer : new Response[] {
            edited, as("doctor").get("/api/v1/notes/" + id), as("doctor").get("/api/v1/notes/" + id + "/versions")
        }) assertThat(answer.asString()).contains("\"labs\":" + DIGITS).contains("\"dose\":2.50");
    }

    @Test
    void history_has_them() {
        Response created = as("nurse").body("""
                        {"patientId":"%s","type":"lab_result","date":"2001-01-01","content":%s,"source":"manual"}""".formatted(patient, DIGITS)).post("/api/v1/history");

        assertThat(as("doctor").get(created.header("Location")).asString()).contains("\"content\":" + DIGITS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.12345678901234567890123456789012345",
                "4.10000000000000000000000000000000000000",
                "1E7000",
                "0E9999",
                "1E99999999999999999999",
                "1E-99999999999999999999",
                "1.111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111",
                "11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111"
            })
    void what_cannot_be_kept_whole_is_refused(String digits) {
        as("nurse")
                .body("{\"patientId\":\"%s\",\"dataType\":\"vital_signs\",\"data\":{\"t\":%s}}"
                        .formatted(patient, digits))
                .post("/api/v1/clinical-data")
                .then()
                .statusCode(422)
                .contentType("application/problem+json");
    }
}
