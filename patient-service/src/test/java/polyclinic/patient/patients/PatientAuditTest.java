package polyclinic.patient.patients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.patient.ServiceTest;

/** Whatever shows a patient names them in the trail, and so does a refused look. */
@QuarkusTest
class PatientAuditTest extends ServiceTest {
    @Test
    void a_search_names_every_patient_whom_it_shows_and_what_was_asked() {
        String name = "Zz" + UUID.randomUUID().toString().replaceAll("[^a-f]", "");
        String one = named(name, "1951-01-01");
        String other = named(name, "1952-01-01");

        as("reception")
                .queryParam("q", name)
                .queryParam("limit", 5)
                .get("/api/v1/patients")
                .then()
                .statusCode(200);

        TopicClient.Message entry = entry(found -> found.text("query").contains(name));
        assertThat(entry.text("query")).isEqualTo("q=" + name + "&limit=5");
        assertThat(patients(entry)).containsExactlyInAnyOrder(one, other);
        assertThat(entry.text("outcome")).isEqualTo("success");
    }

    @Test
    void candidates_of_a_duplicate_are_named_as_read() {
        String name = "Yy" + UUID.randomUUID().toString().replaceAll("[^a-f]", "");
        String registered = named(name, "1953-01-01");

        assertProblem(
                as("reception").body(person(name, "1953-01-01")).post("/api/v1/patients"), 409, "possible-duplicate");

        TopicClient.Message entry = entry(found -> found.text("reason").equals("possible-duplicate")
                && patients(found).contains(registered));
        assertThat(entry.text("action")).isEqualTo("read");
        assertThat(entry.text("outcome")).isEqualTo("success");
    }

    @Test
    void a_patch_that_changes_nothing_is_a_read() {
        String id = registered();

        as("nurse")
                .header("If-Match", "\"0\"")
                .body("{}")
                .patch("/api/v1/patients/" + id)
                .then()
                .statusCode(200);

        assertThat(TopicClient.auditEntry("read", id).text("patientId")).isEqualTo(id);
    }

    @Test
    void a_look_at_a_patient_who_is_not_ones_own_is_denied_and_one_at_nobody_names_nobody() {
        String id = registered();
        String nobody = UUID.randomUUID().toString();

        for (String path :
                List.of("/api/v1/patients/", "/api/v1/patients/%s/allergies", "/api/v1/patients/%s/conditions"))
            for (String patient : List.of(nobody, id))
                assertProblem(
                        asPatient(UUID.randomUUID())
                                .get(path.contains("%s") ? path.formatted(patient) : path + patient),
                        404,
                        "not-found");

        List<TopicClient.Message> denied = TopicClient.await(
                "audit.entries",
                found -> found.text("outcome").equals("denied")
                        && found.text("patientId").equals(id),
                2);
        assertThat(denied).extracting(found -> found.text("action")).containsOnly("read");
        assertThat(denied).extracting(found -> found.text("entityId")).containsOnly(id);
        assertThat(denied).extracting(found -> found.text("reason")).containsOnly("not-found");
        assertThat(TopicClient.all("audit.entries"))
                .noneMatch(found -> found.text("patientId").equals(nobody));
    }

    @Test
    void an_operation_that_is_no_roles_names_the_patient_of_its_path() {
        String id = registered();

        as("reception").get("/api/v1/patients/" + id + "/allergies").then().statusCode(403);

        TopicClient.Message entry = entry(found -> found.text("reason").equals("forbidden")
                && found.text("patientId").equals(id));
        assertThat(entry.text("outcome")).isEqualTo("denied");
        assertThat(entry.text("entityId")).isEqualTo("/api/v1/patients/" + id + "/allergies");
    }

    @ParameterizedTest
    @ValueSource(strings = {"answer", "page", "view"})
    void an_answer_that_no_entry_accounts_for_is_not_sent(String form) {
        assertProblem(
                as("nurse")
                        .queryParam("id", UUID.randomUUID())
                        .queryParam("named", UUID.randomUUID())
                        .get("/test/unrecorded/" + form),
                500,
                "internal-error");
    }

    @Test
    void the_entry_of_a_change_accounts_for_its_answer() {
        as("nurse")
                .queryParam("id", UUID.randomUUID())
                .get("/test/unrecorded/change")
                .then()
                .statusCode(200)
                .body("uhid", equalTo("PC1"));
    }

    private static String person(String family, String birthDate) {
        return """
                {"givenName":"Ada","familyName":"%s","birthDate":"%s","sex":"female"}""".formatted(family, birthDate);
    }

    private static String named(String family, String birthDate) {
        return as("reception")
                .body(person(family, birthDate))
                .post("/api/v1/patients?confirmDistinct=true")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static TopicClient.Message entry(Predicate<TopicClient.Message> wanted) {
        return TopicClient.await("audit.entries", wanted);
    }

    private static List<String> patients(TopicClient.Message entry) {
        List<String> named = new ArrayList<>();
        if (!entry.text("patientId").isEmpty()) named.add(entry.text("patientId"));
        entry.json().path("patientIds").forEach(id -> named.add(id.textValue()));
        return named;
    }
}
