package polyclinic.patient.patients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.patient.ServiceTest;

/** People of one name, and birth dates that are told, estimated or unknown. */
@QuarkusTest
class PatientNamesAndAgesTest extends ServiceTest {
    @ParameterizedTest
    @ValueSource(strings = {"givenName", "familyName"})
    void one_name_is_enough_whichever_it_is(String which) {
        String name = "Mono" + letters();
        String other = which.equals("givenName") ? "familyName" : "givenName";
        String id = created(
                register("{\"%s\":\"%s\",\"birthDate\":\"1970-03-01\",\"sex\":\"male\"}".formatted(which, name)));

        as("reception")
                .get("/api/v1/patients/" + id)
                .then()
                .statusCode(200)
                .body(which, equalTo(name))
                .body(other, nullValue());
        as("reception").queryParam("q", name).get("/api/v1/patients").then().body("items.id", hasItem(id));
        JsonNode event = TopicClient.await(
                        "patient.events", message -> message.key().equals(id))
                .json();
        assertThat(event.path(which).asText()).isEqualTo(name);
        assertThat(event.has(other)).isFalse();
    }

    @Test
    void a_name_may_be_taken_away_while_the_other_stays() {
        String id = registered();

        patch(id, "{\"givenName\":null}").then().statusCode(200).body("givenName", nullValue());
        assertProblem(patch(id, "{\"familyName\":null}"), 422, "invalid-input");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"sex\":\"male\"}", "{\"givenName\":\"\",\"familyName\":\" \",\"sex\":\"male\"}"})
    void nobody_is_registered_without_any_name(String body) {
        assertProblem(register(body), 422, "invalid-input");
    }

    @Test
    void a_birth_date_that_nobody_knows_stays_unknown() {
        String id = created(register("{\"givenName\":\"%s\",\"sex\":\"unknown\"}".formatted("Nemo" + letters())));

        as("reception")
                .get("/api/v1/patients/" + id)
                .then()
                .body("birthDate", nullValue())
                .body("birthDateEstimated", equalTo(false));
        JsonNode event = TopicClient.await(
                        "patient.events", message -> message.key().equals(id))
                .json();
        assertThat(event.has("birthDate")).isFalse();
        assertThat(event.has("birthDateEstimated")).isFalse();
        patch(id, "{\"birthDate\":\"1971-02-03\"}").then().statusCode(200).body("birthDate", equalTo("1971-02-03"));
        patch(id, "{\"birthDate\":null}").then().statusCode(200).body("birthDate", nullValue());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 40, 130})
    void a_told_age_is_an_estimated_birth_date_of_somebody_of_that_age(int age) {
        Response registered =
                register("{\"givenName\":\"%s\",\"age\":%d,\"sex\":\"female\"}".formatted("Aged" + letters(), age));

        registered
                .then()
                .statusCode(201)
                .body("birthDateEstimated", equalTo(true))
                .body("age", nullValue());
        LocalDate birth = LocalDate.parse(registered.path("birthDate"));
        assertThat(Period.between(birth, LocalDate.now(ZoneOffset.UTC)).getYears())
                .isEqualTo(age);
        String id = registered.path("id");
        assertThat(TopicClient.await("patient.events", message -> message.key().equals(id))
                        .json()
                        .path("birthDateEstimated")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void an_age_told_later_takes_the_place_of_the_birth_date() {
        String id = registered();

        patch(id, "{\"age\":50}").then().statusCode(200).body("birthDateEstimated", equalTo(true));
        patch(id, "{\"birthDate\":\"1960-01-01\",\"birthDateEstimated\":false}")
                .then()
                .statusCode(200)
                .body("birthDateEstimated", equalTo(false));
        assertProblem(patch(id, "{\"age\":50,\"birthDate\":\"1960-01-01\"}"), 422, "invalid-input");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"age\":-1",
                "\"age\":131",
                "\"age\":40.5",
                "\"age\":\"40\"",
                "\"age\":40,\"birthDate\":\"1980-01-01\"",
                "\"age\":40,\"birthDateEstimated\":false"
            })
    void an_age_that_is_none_or_contradicts_the_birth_date_is_refused(String age) {
        assertThat(register("{\"givenName\":\"%s\",\"sex\":\"other\",%s}".formatted("Aged" + letters(), age))
                        .statusCode())
                .isBetween(400, 422);
    }

    @Test
    void who_was_registered_with_a_guessed_or_no_birth_date_is_found_again_before_a_second_registration() {
        String name = "Twice" + letters();
        String told = "{\"givenName\":\"%s\",\"familyName\":\"Same\",\"sex\":\"male\",%s}";
        created(register(told.formatted(name, "\"birthDate\":\"1950-01-01\",\"birthDateEstimated\":true")));

        for (String again : new String[] {"\"birthDate\":\"1951-11-30\"", "", "\"age\":%d".formatted(age(1950))})
            assertProblem(register(told.formatted(name, again).replace(",}", "}")), 409, "possible-duplicate");
        register(told.formatted(name, "\"birthDate\":\"1970-11-30\"")).then().statusCode(201);
    }

    private static int age(int year) {
        return LocalDate.now(ZoneOffset.UTC).getYear() - year;
    }

    private static Response register(String body) {
        return as("reception").body(body).post("/api/v1/patients");
    }

    private static Response patch(String id, String body) {
        return as("reception")
                .header(
                        "If-Match",
                        as("reception").get("/api/v1/patients/" + id).header("ETag"))
                .body(body)
                .patch("/api/v1/patients/" + id);
    }

    private static String letters() {
        return UUID.randomUUID().toString().replaceAll("[^a-f]", "");
    }
}
