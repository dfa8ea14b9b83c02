package polyclinic.patient.medicalrecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.patient.ServiceTest;

@QuarkusTest
class MedicalRecordTest extends ServiceTest {
    @Inject
    Pool pool;

    @Test
    void a_record_is_written_corrected_and_withdrawn_and_each_step_is_published_without_what_it_says() {
        String patient = registered();
        String records = "/api/v1/patients/" + patient + "/medical-records";

        Response written = as("nurse")
                .body(record("2024-01-02", "result", "Glycated haemoglobin", """
                        {"code":"4548-4","value":6.50,"unit":"%","flags":["high"]}"""))
                .post(records);
        written.then().statusCode(201).body("data.flags", contains("high"));
        // Every digit that was sent
        assertThat(written.asString()).contains("6.50");
        String one = records + "/" + written.path("id");
        assertThat(as("nurse").get(one).asString()).contains("6.50");
        as("nurse")
                .header("If-Match", written.header("ETag"))
                .body("{\"data\":{\"unit\":null,\"comment\":\"repeat\"}}")
                .patch(one)
                .then()
                .statusCode(200)
                .body("data.comment", equalTo("repeat"))
                .body("data.unit", nullValue())
                .body("data.code", equalTo("4548-4"));
        as("nurse").get(records + "?q=repeat").then().body("items.id", contains(written.<String>path("id")));
        as("nurse").delete(one).then().statusCode(204);
        as("nurse").delete(one).then().statusCode(204);
        as("nurse").get(records).then().body("items", hasSize(0));
        as("nurse").get(records + "?q=repeat").then().body("items", hasSize(0));
        assertProblem(asPatient(UUID.fromString(patient)).get(one), 404, "not-found");

        var events =
                TopicClient.await("patient.events", message -> message.key().equals(patient), 4);
        assertThat(events)
                .extracting(TopicClient.Message::type)
                .containsExactly(
                        "patient.registered.v1",
                        "patient.medical-record-recorded.v1",
                        "patient.medical-record-updated.v1",
                        "patient.medical-record-removed.v1");
        assertThat(events)
                .noneMatch(event ->
                        event.body().contains("haemoglobin") || event.body().contains("4548"));
    }

    @Test
    void records_are_found_by_kind_day_and_what_their_data_contain() {
        String records = "/api/v1/patients/" + registered() + "/medical-records";
        write(records, "2024-01-01", "result", "HbA1c", "{\"code\":\"4548-4\",\"value\":6.5,\"flags\":[\"high\"]}");
        write(records, "2024-03-01", "result", "Sodium", "{\"code\":\"2951-2\",\"value\":140,\"flags\":[]}");
        write(records, "2024-02-01", "procedure", "Appendectomy", "{\"code\":\"80146002\"}");

        assertThat(titles(as("nurse").get(records))).containsExactly("Sodium", "Appendectomy", "HbA1c");
        assertThat(titles(as("nurse").get(records + "?kind=result"))).containsExactly("Sodium", "HbA1c");
        assertThat(titles(as("nurse").get(records + "?from=2024-02-01&to=2024-02-01")))
                .containsExactly("Appendectomy");
        for (String fragment : List.of("{\"code\":\"4548-4\"}", "{\"flags\":[\"high\"]}", "{\"value\":6.50}"))
            assertThat(titles(as("nurse").queryParam("data", fragment).get(records)))
                    .as(fragment)
                    .containsExactly("HbA1c");
        Response first = as("nurse").get(records + "?limit=2");
        assertThat(titles(as("nurse").get(records + "?limit=2&after=" + first.path("next"))))
                .containsExactly("HbA1c");
    }

    @Test
    void words_are_found_in_every_script_the_best_match_first_with_its_snippet_and_in_pages() {
        String records = "/api/v1/patients/" + registered() + "/medical-records";
        write(
                records,
                "2024-01-01",
                "note",
                "Call",
                "{\"text\":\"Asked about asthma. %s\"}".formatted("more ".repeat(80)));
        write(records, "2024-01-02", "note", "Asthma", "{\"text\":\"Asthma, worse at night\"}");
        write(records, "2024-01-03", "note", "Fieber", "{\"text\":\"Herr Müller: 患者は頭痛を訴える\"}");

        Response found = as("nurse").get(records + "?q=asthm");
        assertThat(titles(found)).containsExactly("Asthma", "Call");
        found.then()
                .body("items[1].snippet", containsString("Asked about asthma"))
                .body("items[1].highlights[0].start", equalTo(12));
        Response first = as("nurse").get(records + "?q=asthma&limit=1");
        assertThat(titles(first)).containsExactly("Asthma");
        assertThat(titles(as("nurse").get(records + "?q=asthma&limit=1&after=" + first.path("next"))))
                .containsExactly("Call");
        for (String q : List.of("mueller", "Muller", "頭痛"))
            assertThat(titles(as("nurse").queryParam("q", q).get(records))).containsExactly("Fieber");
        assertThat(titles(as("nurse").queryParam("q", "頭訴").get(records))).isEmpty();
        assertProblem(as("nurse").get(records + "?q=asthma&after=" + pageOfDays(records)), 422, "invalid-input");
    }

    /** The next of a list that goes by days. */
    private static String pageOfDays(String records) {
        return as("nurse").get(records + "?limit=1").path("next");
    }

    @Test
    void an_embedding_goes_with_the_text_that_it_was_made_of() {
        String records = "/api/v1/patients/" + registered() + "/medical-records";
        Response written = as("nurse").body("""
                        {"date":"2024-01-01","kind":"note","title":"Call","data":{"text":"x"},"embedding":[0.3,-0.1,7]}""").post(records);
        written.then().statusCode(201).body("dimensions", equalTo(3)).body("embedding", nullValue());
        String one = records + "/" + written.path("id");

        Response dated = patched(one, "{\"date\":\"2024-01-02\"}");
        dated.then().body("dimensions", equalTo(3)).body("version", equalTo(1));
        patched(one, "{}").then().body("version", equalTo(1));
        patched(one, "{\"data\":{\"text\":\"y\"},\"embedding\":[1,2]}").then().body("dimensions", equalTo(2));
        patched(one, "{\"data\":{\"text\":\"z\"}}").then().body("dimensions", nullValue());
    }

    @Test
    void the_containment_of_data_and_the_words_have_their_indexes() {
        assertThat(plan("data @> '{\"code\":\"4548-4\"}'")).contains("medical_record_data");
        assertThat(plan("search @@ '''asthma'':*'")).contains("medical_record_search");
    }

    private String plan(String condition) {
        return pool.withTransaction(connection -> connection
                        .query("set local enable_seqscan = off")
                        .execute()
                        .chain(() -> connection
                                .query("explain select id from medical_record where " + condition)
                                .execute()))
                .map(rows -> rows.stream().map(row -> row.getString(0)).toList().toString())
                .await()
                .indefinitely();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"note\",\"title\":\"x\",\"data\":{\"a\":1}}",
                "{\"date\":\"2999-01-01\",\"kind\":\"note\",\"title\":\"x\",\"data\":{\"a\":1}}",
                "{\"date\":\"2024-01-01\",\"kind\":\"note\",\"title\":\"x\",\"data\":{}}",
                "{\"date\":\"2024-01-01\",\"kind\":\"note\",\"title\":\"x\",\"data\":{\"\":1}}",
                "{\"date\":\"2024-01-01\",\"kind\":\"note\",\"title\":\"x\",\"data\":{\"a\":1e400}}",
                "{\"date\":\"2024-01-01\",\"kind\":\"note\",\"title\":\"x\",\"data\":{\"a\":1e-400}}",
                "{\"date\":\"2024-01-01\",\"kind\":\"note\",\"title\":\"x\",\"data\":{\"a\":1},\"embedding\":[]}",
                "{\"date\":\"2024-01-01\",\"kind\":\"note\",\"title\":\"x\",\"data\":{\"a\":1},\"embedding\":[0,0]}",
                "{\"date\":\"2024-01-01\",\"kind\":\"note\",\"title\":\"x\",\"data\":{\"a\":1},\"embedding\":[1e99]}",
                "{\"date\":\"2024-01-01\",\"kind\":\"note\",\"title\":\"x\",\"data\":{\"a\":1},\"embedding\":[null]}"
            })
    void what_cannot_be_kept_is_refused(String body) {
        assertProblem(
                as("nurse").body(body).post("/api/v1/patients/" + registered() + "/medical-records"),
                422,
                "invalid-input");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{", "1", "{\"a\":\"\\u0000\"}", "{\"a\":1e999999}", "{\"a\":1,\"a\":2}"})
    void a_fragment_that_is_none_is_refused(String fragment) {
        assertProblem(
                as("nurse").queryParam("data", fragment).get("/api/v1/patients/" + registered() + "/medical-records"),
                422,
                "invalid-input");
    }

    @Test
    void data_of_many_words_and_of_64_kib_are_kept_and_found() {
        String records = "/api/v1/patients/" + registered() + "/medical-records";
        StringBuilder words = new StringBuilder();
        for (int i = 0; words.length() < 64 * 1024 - 100; i++)
            words.append(Integer.toString(i, 36)).append(' ');
        write(records, "2024-01-01", "document", "Long", "{\"text\":\"%s zygoma\"}".formatted(words));

        assertThat(titles(as("nurse").get(records + "?q=zygoma"))).containsExactly("Long");
        assertProblem(
                as("nurse")
                        .body(record(
                                "2024-01-01", "document", "Long", "{\"text\":\"%s\"}".formatted("x".repeat(65536))))
                        .post(records),
                422,
                "invalid-input");
    }

    @Test
    void whoever_does_not_treat_the_patient_sees_no_record() {
        String records = "/api/v1/patients/" + registered() + "/medical-records";

        assertProblem(as("doctor").get(records), 404, "not-found");
        assertProblem(asPatient(UUID.randomUUID()).get(records), 404, "not-found");
        as("pharmacist").get(records).then().statusCode(403);
        as("reception").get(records).then().statusCode(403);
    }

    private static Response patched(String path, String patch) {
        return as("nurse")
                .header("If-Match", "*")
                .body(patch)
                .patch(path)
                .then()
                .statusCode(200)
                .extract()
                .response();
    }

    private static void write(String records, String day, String kind, String title, String data) {
        created(as("nurse").body(record(day, kind, title, data)).post(records));
    }

    private static String record(String day, String kind, String title, String data) {
        return "{\"date\":\"%s\",\"kind\":\"%s\",\"title\":\"%s\",\"data\":%s}".formatted(day, kind, title, data);
    }

    private static List<String> titles(Response list) {
        return list.then().statusCode(200).extract().path("items.title");
    }
}
