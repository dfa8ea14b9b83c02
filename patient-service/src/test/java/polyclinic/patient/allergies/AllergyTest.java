package polyclinic.patient.allergies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.patient.ServiceTest;

@QuarkusTest
class AllergyTest extends ServiceTest {
    private static final String PENICILLIN = "{\"substance\":{\"name\":\"Penicillin\"},\"criticality\":\"high\"}";
    private static final String NONE_KNOWN = "{\"noKnownAllergies\":true}";

    @Test
    void an_allergy_is_recorded_corrected_and_withdrawn_and_each_step_is_published() {
        String patient = registered();
        String allergies = "/api/v1/patients/" + patient + "/allergies";

        Response recorded = as("nurse").body(PENICILLIN).post(allergies);
        assertThat(recorded.statusCode()).isEqualTo(201);
        String one = allergies + "/" + recorded.path("id");
        as("nurse")
                .header("If-Match", recorded.header("ETag"))
                .body("{\"criticality\":\"low\"}")
                .patch(one)
                .then()
                .statusCode(200)
                .body("criticality", equalTo("low"));
        as("nurse").get(allergies).then().body("items.substance.name", contains("Penicillin"));
        as("nurse").delete(one).then().statusCode(204);
        as("nurse").get(allergies).then().body("items", hasSize(0));
        as("nurse").delete(one).then().statusCode(204);

        assertThat(TopicClient.await("patient.events", message -> message.key().equals(patient), 4))
                .extracting(TopicClient.Message::type)
                .containsExactly(
                        "patient.registered.v1",
                        "patient.allergy-recorded.v1",
                        "patient.allergy-updated.v1",
                        "patient.allergy-removed.v1");
    }

    @Test
    void an_allergy_is_read_where_its_recording_said_it_is() {
        String patient = registered();
        Response recorded = as("nurse").body(PENICILLIN).post("/api/v1/patients/" + patient + "/allergies");
        String one = URI.create(recorded.header("Location")).getPath();

        Response read = as("pharmacist").get(one);
        read.then().statusCode(200).body("substance.name", equalTo("Penicillin"));
        as("pharmacist")
                .header("If-None-Match", read.header("ETag"))
                .get(one)
                .then()
                .statusCode(304);
        assertProblem(asPatient(UUID.randomUUID()).get(one), 404, "not-found");
        assertProblem(as("nurse").get(one.replace(patient, registered())), 404, "not-found");

        asPatient(UUID.fromString(patient)).get(one).then().statusCode(200);
        as("nurse").delete(one).then().statusCode(204);
        // It may tell of somebody else.
        assertProblem(asPatient(UUID.fromString(patient)).get(one), 404, "not-found");
        as("nurse").get(one).then().body("status", equalTo("entered_in_error"));
    }

    @Test
    void that_no_allergies_are_known_is_a_statement_of_its_own_and_is_published() {
        String patient = registered();
        String allergies = "/api/v1/patients/" + patient + "/allergies";

        Response stated = as("nurse").body(NONE_KNOWN).post(allergies);
        stated.then()
                .statusCode(201)
                .body("noKnownAllergies", equalTo(true))
                .body("substance", nullValue())
                .body("criticality", nullValue());
        as("pharmacist").get(allergies).then().body("items.noKnownAllergies", contains(true));
        assertProblem(as("nurse").body(NONE_KNOWN).post(allergies), 409, "no-known-allergies-recorded");
        as("nurse")
                .header("If-Match", stated.header("ETag"))
                .body("{\"recordedAt\":\"2020-01-01T10:00:00Z\"}")
                .patch(allergies + "/" + stated.path("id"))
                .then()
                .statusCode(200);
        as("nurse").delete(allergies + "/" + stated.path("id")).then().statusCode(204);
        as("nurse").get(allergies).then().body("items", hasSize(0));
        as("nurse").body(NONE_KNOWN).post(allergies).then().statusCode(201);

        List<TopicClient.Message> events =
                TopicClient.await("patient.events", message -> message.key().equals(patient), 5);
        assertThat(events)
                .extracting(TopicClient.Message::type)
                .containsExactly(
                        "patient.registered.v1",
                        "patient.no-known-allergies-recorded.v1",
                        "patient.no-known-allergies-recorded.v1",
                        "patient.no-known-allergies-removed.v1",
                        "patient.no-known-allergies-recorded.v1");
        assertThat(events.get(1).json().path("noKnownAllergies").asBoolean()).isTrue();
        assertThat(events.get(2).json().path("version").asLong())
                .isGreaterThan(events.get(1).json().path("version").asLong());
    }

    @Test
    void an_allergy_refutes_the_statement_and_the_statement_never_stands_beside_an_allergy() {
        String patient = registered();
        String allergies = "/api/v1/patients/" + patient + "/allergies";
        String statement = as("nurse").body(NONE_KNOWN).post(allergies).path("id");

        String allergy = as("nurse").body(PENICILLIN).post(allergies).path("id");

        as("nurse").get(allergies).then().body("items.id", contains(allergy));
        assertProblem(as("nurse").body(NONE_KNOWN).post(allergies), 409, "allergies-recorded");
        as("nurse").delete(allergies + "/" + statement).then().statusCode(204);
        assertThat(TopicClient.await("patient.events", message -> message.key().equals(patient), 4))
                .extracting(TopicClient.Message::type)
                .containsExactly(
                        "patient.registered.v1",
                        "patient.no-known-allergies-recorded.v1",
                        "patient.no-known-allergies-removed.v1",
                        "patient.allergy-recorded.v1");
        as("nurse").delete(allergies + "/" + allergy).then().statusCode(204);
        as("nurse").body(NONE_KNOWN).post(allergies).then().statusCode(201);
    }

    /** Whoever comes first: an allergy is never refused because of the statement, and never stands beside it. */
    @Test
    void of_an_allergy_and_the_statement_at_the_same_time_the_allergy_stays() {
        for (int round = 0; round < 3; round++) {
            String allergies = "/api/v1/patients/" + registered() + "/allergies";
            AtomicInteger turn = new AtomicInteger();

            List<String> outcomes = Concurrently.run(6, () -> {
                boolean allergy = turn.getAndIncrement() % 2 == 0;
                return allergy + " "
                        + as("nurse")
                                .body(allergy ? PENICILLIN : NONE_KNOWN)
                                .post(allergies)
                                .statusCode();
            });

            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.startsWith("true"))
                    .containsOnly("true 201");
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.startsWith("false"))
                    .allMatch(outcome -> outcome.endsWith("201") || outcome.endsWith("409"));
            as("nurse")
                    .get(allergies)
                    .then()
                    .body("items.substance.name", contains("Penicillin", "Penicillin", "Penicillin"))
                    .body("items.findAll { it.noKnownAllergies }", hasSize(0));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"substance\":{\"name\":\"No known allergies\"},\"criticality\":\"low\"}",
                "{\"substance\":{\"name\":\" NKDA \"},\"criticality\":\"low\"}",
                "{\"substance\":{\"name\":\"N.K.A.\"},\"criticality\":\"low\"}",
                "{\"substance\":{\"name\":\"none\"},\"criticality\":\"low\"}",
                "{\"substance\":{\"name\":\"No known drug allergies\"},\"criticality\":\"low\"}",
                "{\"substance\":{\"name\":\"Denies any food or drug allergies\"},\"criticality\":\"low\"}",
                "{\"substance\":{\"name\":\"Keine bekannten Allergien\"},\"criticality\":\"low\"}",
                "{\"substance\":{\"name\":\"Nothing\",\"system\":\"http://snomed.info/sct\",\"code\":\"716186003\"},\"criticality\":\"low\"}",
                "{\"noKnownAllergies\":true,\"criticality\":\"low\"}",
                "{\"noKnownAllergies\":true,\"substance\":{\"name\":\"Latex\"}}",
                "{\"noKnownAllergies\":true,\"reaction\":\"rash\"}",
                "{\"noKnownAllergies\":false}",
                "{\"criticality\":\"low\"}",
                "{\"substance\":{\"name\":\"Latex\"}}"
            })
    void an_allergy_to_nothing_and_a_statement_with_a_substance_are_refused(String body) {
        assertProblem(
                as("nurse").body(body).post("/api/v1/patients/" + registered() + "/allergies"), 422, "invalid-input");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nonenal", "Nilotinib", "Allergen extract", "No. 4 red dye", "Cow's milk", "ASA"})
    void a_substance_that_sounds_alike_is_recorded(String name) {
        as("nurse")
                .body("{\"substance\":{\"name\":\"%s\"},\"criticality\":\"low\"}".formatted(name))
                .post("/api/v1/patients/" + registered() + "/allergies")
                .then()
                .statusCode(201);
    }

    @Test
    void an_allergy_does_not_become_the_statement_by_a_patch() {
        String allergies = "/api/v1/patients/" + registered() + "/allergies";
        Response allergy = as("nurse").body(PENICILLIN).post(allergies);

        assertProblem(
                as("nurse")
                        .header("If-Match", allergy.header("ETag"))
                        .body("{\"noKnownAllergies\":true,\"substance\":null,\"criticality\":null}")
                        .patch(allergies + "/" + allergy.path("id")),
                422,
                "invalid-input");
    }

    @Test
    void reception_sees_no_clinical_content() {
        as("reception")
                .get("/api/v1/patients/" + registered() + "/allergies")
                .then()
                .statusCode(403);
    }
}
