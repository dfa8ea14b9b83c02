package polyclinic.prescription.laboratory.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.prescription.background.DuplicatedContextRunner;
import polyclinic.prescription.laboratory.LaboratoryTest;

@QuarkusTest
class LabResultsTest extends LaboratoryTest {
    @Inject
    ReviewOverdueSchedule schedule;

    @Inject
    DuplicatedContextRunner runner;

    @Test
    void the_event_says_every_value_as_it_was_sent() {
        String id = collected(visit());
        result(id, """
                {"performedAt":"2026-03-02T09:30:00Z","results":[{"code":"2823-3","value":"<0.010","unit":"mIU/L",\
                "referenceRange":{"low":0.40,"high":4.00}},{"code":"600-7","value":"1:80"}]}""".replace(
                        "2026-03-02T09:30:00Z", "%s".formatted(Instant.now().minusSeconds(60))))
                .then()
                .statusCode(200);

        TopicClient.Message event = TopicClient.event("prescription.events", "lab-request.resulted.v1", id);

        assertThat(event.body())
                .contains("\"value\":\"0.010\",\"unit\":\"mIU/L\",\"comparator\":\"<\"")
                .contains("\"referenceRange\":{\"low\":\"0.40\",\"high\":\"4.00\"},\"interpretation\":\"L\"")
                .contains("\"value\":\"1:80\"")
                .contains("\"critical\":false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HH", "LL", "AA"})
    void the_laboratory_says_that_a_value_is_critical(String interpretation) {
        String id = collected(visit());

        result(
                        id,
                        "{\"results\":[{\"code\":\"2823-3\",\"value\":\"7.1\",\"interpretation\":\"%s\"}]}"
                                .formatted(interpretation))
                .then()
                .body("report.critical", equalTo(true));

        assertThat(TopicClient.event("prescription.events", "lab-request.resulted.v1", id)
                        .body())
                .contains("\"critical\":true");
    }

    @ParameterizedTest
    @CsvSource({
        "6.51, mmol/L, true, HH",
        "6.50, mmol/L, false, ",
        "2.4, mmol/L, true, LL",
        "1.0E-4, mmol/L, true, LL",
        "1e5, mmol/L, true, HH"
    })
    void a_value_beyond_the_clinics_limit_is_critical_in_the_limits_unit(
            String value, String unit, boolean critical, String interpretation) {
        limit(",\"low\":2.50,\"high\":\"6.50\"").then().statusCode(200).body("low", equalTo("2.50"));
        String id = collected(visit());

        result(id, "{\"results\":[{\"code\":\"2823-3\",\"value\":%s,\"unit\":\"%s\"}]}".formatted(value, unit))
                .then()
                .body("report.critical", equalTo(critical))
                .body(
                        "report.results[0].interpretation",
                        interpretation == null ? nullValue() : equalTo(interpretation))
                .body("report.results[0].value", equalTo(value));

        limit("").then().statusCode(200);
        as(LAB).get("/api/v1/lab-critical-limits")
                .then()
                .body("items.findAll { it.code == '2823-3' }.size()", equalTo(0));
    }

    @Test
    void no_value_that_a_critical_limit_cannot_measure_is_taken_without_an_interpretation() {
        String id = collected(visit());
        limit(",\"low\":2.50,\"high\":\"6.50\"").then().statusCode(200);

        for (String value : List.of(
                "\"7,9\",\"unit\":\"mmol/L\"",
                "\".5\",\"unit\":\"mmol/L\"",
                "\">7,9\",\"unit\":\"mmol/L\"",
                "\"7.9\"",
                "\"7.9\",\"unit\":\"MMOL/L\"",
                "\"7.9\",\"unit\":\"mg/dL\"",
                "\"7.9\",\"unit\":\"mmol/L\",\"interpretation\":\"N\"",
                "\"7.9\",\"unit\":\"mmol/L\",\"interpretation\":\"L\""))
            assertProblem(
                    result(id, "{\"results\":[{\"code\":\"2823-3\",\"value\":" + value + "}]}"), 422, "invalid-input");
        result(id, "{\"results\":[{\"code\":\"2823-3\",\"value\":\"7,9\",\"interpretation\":\"HH\"}]}")
                .then()
                .statusCode(200)
                .body("report.critical", equalTo(true));

        limit("").then().statusCode(200);
    }

    private static Response limit(String bounds) {
        return as("admin")
                .body("{\"code\":\"2823-3\",\"unit\":\"mmol/L\"" + bounds + "}")
                .put("/api/v1/lab-critical-limits");
    }

    @Test
    void what_does_not_fit_is_refused_and_keeps_nothing() {
        String id = collected(visit());
        assertProblem(result(id, "{\"results\":[{\"code\":\"718-7\",\"value\":\"9\"}]}"), 422, "unknown-test");
        for (String entry : List.of(
                "{\"code\":\"2823-3\",\"value\":\"9\",\"interpretation\":\"N\",\"referenceRange\":{\"low\":1,\"high\":5}}",
                "{\"code\":\"2823-3\",\"value\":\"9\",\"interpretation\":\"high\"}",
                "{\"code\":\"2823-3\",\"value\":\"9\",\"comparator\":\"~\"}",
                "{\"code\":\"2823-3\",\"value\":\"positive\",\"comparator\":\"<\"}",
                "{\"code\":\"2823-3\",\"value\":\"9\",\"referenceRange\":{\"low\":\"few\"}}",
                "{\"code\":\"2823-3\",\"value\":\"9\",\"referenceRange\":{\"low\":6,\"high\":5}}",
                "{\"code\":\"718-7\",\"value\":\"9\",\"reflex\":true}",
                "{\"code\":\"2823-3\",\"value\":\"9\"},{\"code\":\"2823-3\",\"value\":\"8\"}",
                "{\"code\":\"2823-3\",\"value\":true}"))
            assertThat(result(id, "{\"results\":[" + entry + "]}").statusCode())
                    .as(entry)
                    .isIn(400, 422);
        assertProblem(
                result(
                                id,
                                "{\"performedAt\":\"2999-01-01T00:00:00Z\",\"results\":[{\"code\":\"2823-3\",\"value\":\"9\"}]}")
                        .andReturn(),
                422,
                "invalid-input");
        as(LAB).get(path(id)).then().body("status", equalTo("collected")).body("report", nullValue());

        result(id, POTASSIUM);
        assertProblem(result(id, POTASSIUM), 409, "result-exists");
    }

    @Test
    void a_reflex_test_is_added_to_the_request() {
        String id = collected(visit());

        result(id, """
                {"results":[{"code":"2823-3","value":"4.1"},{"code":"600-7","value":"positive"},\
                {"code":"18769-0","value":"S","reflex":true,"name":"Susceptibility"}]}""")
                .then()
                .statusCode(200)
                .body("tests.name", contains("Potassium", "Blood culture", "Susceptibility"))
                .body("report.status", equalTo("final"));
    }

    @Test
    void a_correction_is_a_version_and_all_of_them_can_be_read() {
        String id = resulted(visit());
        String correction = "{\"reason\":\"haemolysed\",\"results\":[{\"code\":\"2823-3\",\"value\":\"4.80\"}]}";
        as(LAB).body(correction).post(path(id, "correct")).then().statusCode(200);

        as("doctor")
                .get(path(id, "versions"))
                .then()
                .body("items.version", contains(3, 2, 1))
                .body("items[0].status", equalTo("corrected"))
                .body("items[0].reason", equalTo("haemolysed"))
                .body("items[0].results.value", contains("4.80", "negative"))
                .body("items[1].results.value", contains("4.10", "negative"));
        String page = path(id, "versions") + "?limit=2";
        Response first = as("doctor").get(page);
        first.then().body("items.version", contains(3, 2));
        as("doctor")
                .get(page + "&after=" + first.path("next"))
                .then()
                .body("items.version", contains(1))
                .body("next", nullValue());
        assertThat(TopicClient.event("prescription.events", "lab-request.corrected.v1", id)
                        .body())
                .contains("\"resultVersion\":3");
    }

    @Test
    void nothing_is_reviewed_before_there_are_results_twice_or_unseen() {
        String id = collected(visit());
        assertProblem(review(id, "doctor"), 409, "invalid-transition");
        result(id, POTASSIUM);
        result(id, CULTURE);

        assertProblem(as("doctor").body("{\"resultVersion\":1}").post(path(id, "review")), 409, "newer-results");
        assertProblem(as("doctor").body("{}").post(path(id, "review")), 409, "newer-results");
        as("doctor")
                .body("{\"resultVersion\":2}")
                .post(path(id, "review"))
                .then()
                .statusCode(200);
        assertProblem(review(id, "doctor"), 409, "invalid-transition");
    }

    @Test
    void a_version_that_nobody_reviews_in_time_is_told_once_however_many_look() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) ids.add(resulted(visit()));
        execute("update lab_request set review_due_at = now() where id = any($1)", (Object)
                ids.stream().map(UUID::fromString).toArray(UUID[]::new));

        List<CompletableFuture<Integer>> replicas = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            CompletableFuture<Integer> replica = new CompletableFuture<>();
            runner.run(schedule::tell, replica::complete, replica::completeExceptionally);
            replicas.add(replica);
        }
        replicas.forEach(CompletableFuture::join);

        for (String id : ids) TopicClient.event("prescription.events", "lab-request.review-overdue.v1", id);
        String corrected = ids.get(0);
        as(LAB).body("{\"reason\":\"again\",\"results\":[{\"code\":\"2823-3\",\"value\":\"4.80\"}]}")
                .post(path(corrected, "correct"));
        execute("update lab_request set review_due_at = now() where id = $1", UUID.fromString(corrected));
        TopicClient.await(
                "prescription.events",
                message -> message.key().equals(corrected)
                        && message.type().equals("lab-request.review-overdue.v1")
                        && message.body().contains("\"resultVersion\":3"));
        assertThat(TopicClient.all("prescription.events"))
                .filteredOn(message ->
                        ids.contains(message.key()) && message.type().equals("lab-request.review-overdue.v1"))
                .hasSize(4);
    }
}
