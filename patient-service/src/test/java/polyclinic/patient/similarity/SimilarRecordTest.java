package polyclinic.patient.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.patient.ServiceTest;

@QuarkusTest
class SimilarRecordTest extends ServiceTest {
    private static final String SEARCH = "/api/v1/medical-records/search";

    @Test
    void the_nearest_records_stand_first_with_their_cosine_and_the_patient_is_in_the_trail() {
        String patient = registered();
        write(patient, "opposite", "[-1,0,0,0,0]");
        String near = write(patient, "near", "[2,2,0,0,0]");
        write(patient, "same", "[3,0,0,0,0]");
        write(patient, "of other dimensions", "[1,0]");
        write(patient, "without", "null");

        Response found = ask(as("nurse"), patient, "[7,0,0,0,0]", 3);

        assertThat(titles(found)).containsExactly("same", "near", "opposite");
        assertThat(found.jsonPath().getList("items.score", Double.class))
                .usingComparatorForType(Comparator.comparing(score -> Math.round(score * 1e5)), Double.class)
                .containsExactly(1.0, Math.sqrt(0.5), -1.0);
        found.then().body("next", nullValue());
        assertThat(titles(ask(as("nurse"), patient, "[7,0,0,0,0]", 1))).containsExactly("same");
        TopicClient.await(
                "audit.entries",
                entry -> entry.text("action").equals("search")
                        && entry.text("entityType").equals("medical_record")
                        && entry.body().contains(patient));

        as("nurse")
                .delete("/api/v1/patients/" + patient + "/medical-records/" + near)
                .then()
                .statusCode(204);
        assertThat(titles(ask(as("nurse"), patient, "[7,0,0,0,0]", 2))).containsExactly("same", "opposite");
    }

    @Test
    void nobody_finds_a_record_of_a_patient_whom_they_do_not_reach() {
        String patient = registered();
        String other = registered();
        write(patient, "own", "[1,2,3,4,5,6,7]");
        write(other, "another's", "[1,2,3,4,5,6,7]");
        String everybody = "{\"embedding\":[1,2,3,4,5,6,7]}";

        assertThat(titles(asPatient(UUID.fromString(patient)).body(everybody).post(SEARCH)))
                .containsExactly("own");
        as("doctor").body(everybody).post(SEARCH).then().statusCode(200).body("items", hasSize(0));
        assertThat(titles(as("nurse").body(everybody).post(SEARCH))).contains("own", "another's");
        assertProblem(ask(as("doctor"), patient, "[1,2,3,4,5,6,7]", 1), 404, "not-found");
        assertProblem(ask(asPatient(UUID.fromString(other)), patient, "[1,2,3,4,5,6,7]", 1), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"q\":\"x\",\"embedding\":[1]}",
                "{\"q\":\" \"}",
                "{\"q\":\"...\"}",
                "{\"embedding\":[]}",
                "{\"embedding\":[0]}",
                "{\"embedding\":[1e99]}",
                "{\"embedding\":[1],\"k\":0}",
                "{\"embedding\":[1],\"k\":101}"
            })
    void a_question_without_a_direction_or_a_bound_is_refused(String body) {
        assertProblem(as("nurse").body(body).post(SEARCH), 422, "invalid-input");
    }

    private static Response ask(RequestSpecification caller, String patient, String embedding, int k) {
        return caller.body("{\"embedding\":%s,\"patientId\":\"%s\",\"k\":%d}".formatted(embedding, patient, k))
                .post(SEARCH);
    }

    private static String write(String patient, String title, String embedding) {
        return created(as("nurse")
                .body("{\"date\":\"2024-01-01\",\"kind\":\"note\",\"title\":\"%s\",\"data\":{\"a\":1},\"embedding\":%s}"
                        .formatted(title, embedding))
                .post("/api/v1/patients/" + patient + "/medical-records"));
    }

    private static List<String> titles(Response found) {
        return found.then().statusCode(200).extract().path("items.record.title");
    }
}
