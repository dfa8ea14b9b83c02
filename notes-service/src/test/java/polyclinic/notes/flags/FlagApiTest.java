package polyclinic.notes.flags;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.notes.testing.NoteFixtures.patientInCare;

import com.mongodb.MongoSocketException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.MongoServer;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.notes.testing.NotesServiceTest;

@QuarkusTest
class FlagApiTest extends NotesServiceTest {
    private static final Duration EVERYWHERE = Duration.ofSeconds(1);

    private final String name = "test-" + UUID.randomUUID();

    @AfterEach
    void takeOut() {
        as("admin").delete("/api/v1/flags/" + name).then().statusCode(204);
        as("admin").delete("/api/v1/flags/notes-search").then().statusCode(204);
    }

    @Test
    void a_flag_is_made_read_changed_and_deleted_with_its_version() {
        Response made = put(null, "\"value\":0.250");
        made.then().statusCode(201).header("ETag", "\"1\"").body("type", equalTo("number"));
        assertThat(made.header("Location")).endsWith("/api/v1/flags/" + name);
        Response read = as("admin").get("/api/v1/flags/" + name);
        assertThat(read.asString()).isEqualTo(made.asString()).contains("\"value\":0.250");

        assertProblem(put(null, "\"value\":1"), 428, "precondition-required");
        assertProblem(put("\"7\"", "\"value\":1"), 412, "stale-version");
        put("\"1\"", "\"value\":1").then().statusCode(200).header("ETag", "\"2\"");
        put("\"2\"", "\"value\":1").then().statusCode(200).header("ETag", "\"2\"");
        assertProblem(as("admin").header("If-Match", "\"1\"").delete("/api/v1/flags/" + name), 412, "stale-version");
        as("admin")
                .header("If-Match", "\"2\"")
                .delete("/api/v1/flags/" + name)
                .then()
                .statusCode(204);

        as("admin").get("/api/v1/flags/" + name).then().statusCode(404);
        assertProblem(put("\"2\"", "\"value\":1"), 412, "stale-version");
        // Its name is free, also for another type; whoever has an old version cannot change the new one.
        put(null, "\"value\":\"blue\"").then().statusCode(201).header("ETag", "\"4\"");
    }

    @Test
    void each_caller_gets_their_own_value_at_once_and_nothing_of_the_rules() {
        put(null, "\"value\":\"blue\",\"rules\":[{\"roles\":[\"nurse\"],\"value\":\"red\"}]")
                .then()
                .statusCode(201);

        as("nurse").get("/api/v1/flags").then().statusCode(200).body("flags.'" + name + "'", equalTo("red"));
        Response others = as("patient").get("/api/v1/flags");
        others.then().body("flags.'" + name + "'", equalTo("blue"));
        assertThat(others.asString()).doesNotContain("nurse", "red", "for a test");
    }

    @Test
    void every_change_says_in_the_trail_who_changed_what() {
        put(null, "\"value\":1").then().statusCode(201);
        put("\"1\"", "\"value\":2,\"expiresOn\":\"2099-01-01\"").then().statusCode(200);
        as("admin").delete("/api/v1/flags/" + name);

        for (String action : List.of("create", "update", "delete")) {
            TopicClient.Message entry = TopicClient.await(
                    "audit.entries",
                    message -> name.equals(message.json().path("entityId").asText())
                            && action.equals(message.json().path("action").asText()));
            assertThat(entry.json().at("/actor/name").asText()).isEqualTo("admin");
            if (action.equals("update"))
                assertThat(entry.json().get("changedFields").toString()).isEqualTo("[\"value\",\"expiresOn\"]");
        }
    }

    /** Another replica's write is seen only in the store. */
    @Test
    void what_another_replica_writes_holds_here_within_a_second() {
        put(null, "\"value\":1").then().statusCode(201);

        // A connection may be from before another class killed the server.
        await().ignoreExceptionsInstanceOf(MongoSocketException.class)
                .until(() -> collection("flags")
                                .updateOne(Filters.eq("_id", name), Updates.set("value", "2"))
                                .getMatchedCount()
                        == 1);

        await().atMost(EVERYWHERE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> as("nurse").get("/api/v1/flags").then().body("flags.'" + name + "'", equalTo(2)));
    }

    @Test
    void of_many_who_change_it_at_once_one_wins() {
        put(null, "\"value\":0").then().statusCode(201);
        List<Callable<Integer>> changes = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            String value = "\"value\":" + i;
            changes.add(() -> put("\"1\"", value).statusCode());
        }

        assertThat(Concurrently.run(changes)).containsOnlyOnce(200).contains(412);
        as("admin").get("/api/v1/flags/" + name).then().header("ETag", equalTo("\"2\""));
    }

    @Test
    void a_flag_whose_last_day_is_over_has_no_say_and_says_so() {
        put(null, "\"value\":true,\"expiresOn\":\"2099-01-01\"").then().statusCode(201);
        collection("flags").updateOne(Filters.eq("_id", name), Updates.set("expiresOn", "2020-01-01"));

        await().atMost(EVERYWHERE)
                .untilAsserted(
                        () -> as("nurse").get("/api/v1/flags").then().body("flags.'" + name + "'", equalTo(false)));
        as("admin").get("/api/v1/flags/" + name).then().body("expired", equalTo(true));
    }

    @Test
    void what_is_no_flag_is_refused() {
        for (String members : List.of(
                "\"value\":[1]",
                "\"value\":{\"a\":1}",
                "\"value\":1e99999",
                "\"value\":\"" + "x".repeat(501) + "\"",
                "\"value\":1,\"rules\":[{\"value\":\"a\"}]",
                "\"value\":1,\"rules\":[{\"value\":null}]",
                "\"rules\":[{\"roles\":[\"nobody\"],\"value\":true}]",
                "\"rules\":[{\"roles\":[],\"value\":true}]",
                "\"rules\":[{\"percentage\":100.01,\"value\":true}]",
                "\"rules\":[{\"percentage\":1.001,\"value\":true}]",
                "\"expiresOn\":\"2020-01-01\"")) assertProblem(put(null, members), 422, "invalid-input");
        for (String wrong : List.of("A", "a_b", "-a", "a--b", "x".repeat(65), "%C3%A4"))
            assertProblem(
                    as("admin")
                            .urlEncodingEnabled(false)
                            .body("{\"enabled\":true,\"description\":\"x\"}")
                            .put("/api/v1/flags/" + wrong),
                    422,
                    "invalid-input");
        put(null, "\"value\":1").then().statusCode(201);
        assertProblem(put("\"1\"", "\"value\":\"one\""), 409, "flag-type-fixed");
        as("nurse").get("/api/v1/flags/" + name).then().statusCode(403);
    }

    @Test
    void the_search_for_words_can_be_switched_off_for_some_and_the_list_goes_on() {
        UUID patient = patientInCare();
        Map<String, ?> search = Map.of("patientId", patient, "q", "fever");
        as("nurse").queryParams(search).get("/api/v1/notes").then().statusCode(200);
        as("admin").body("""
                {"enabled":true,"value":true,"rules":[{"roles":["nurse"],"value":false}],"description":"too slow today"}""").put("/api/v1/flags/notes-search").then().statusCode(201);

        Response off = as("nurse").queryParams(search).get("/api/v1/notes");
        assertProblem(off, 503, "feature-off");
        assertThat(off.header("Retry-After")).isEqualTo("30");
        assertProblem(
                as("nurse")
                        .body("{\"patientId\":\"" + patient + "\",\"q\":\"fever\"}")
                        .post("/api/v1/notes/search"),
                503,
                "feature-off");
        as("nurse").queryParam("patientId", patient).get("/api/v1/notes").then().statusCode(200);
        as("doctor").queryParams(search).get("/api/v1/notes").then().statusCode(200);
    }

    /** The gateway asks for it several times a second. */
    @Test
    void what_flags_say_of_features_of_the_suite_is_told_inside_and_nothing_of_other_flags() {
        put(null, "\"value\":\"blue\"").then().statusCode(201);
        as("admin").body("""
                {"enabled":true,"value":true,"rules":[{"roles":["nurse"],"percentage":12.5,"value":false}],"description":"slow"}""").put("/api/v1/flags/notes-search").then().statusCode(201);

        JsonPath told = given().baseUri("http://127.0.0.1:" + managementPort())
                .get("/q/features")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(told.getMap("features")).doesNotContainKey(name);
        assertThat(told.getMap("features.'notes-search'"))
                .isEqualTo(Map.of(
                        "on", true, "rules", List.of(Map.of("on", false, "roles", List.of("nurse"), "share", 1250))));
    }

    @Test
    void a_feature_of_the_suite_has_a_switch_and_no_other_value() {
        for (String value : List.of("1", "\"off\""))
            assertProblem(
                    as("admin")
                            .body("{\"enabled\":true,\"description\":\"x\",\"value\":" + value + "}")
                            .put("/api/v1/flags/notes-search"),
                    422,
                    "invalid-input");
        as("nurse").get("/api/v1/flags").then().body("flags.'live-feed'", equalTo(true));
    }

    private static int managementPort() {
        return ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
    }

    @Test
    void without_the_store_the_last_ones_hold() {
        put(null, "\"value\":\"blue\"").then().statusCode(201);
        MongoServer.assumeOwn();
        MongoServer.current().kill();
        try {
            as("nurse")
                    .get("/api/v1/flags")
                    .then()
                    .statusCode(200)
                    .body("flags.'" + name + "'", equalTo("blue"))
                    .body("flags.'notes-search'", equalTo(true))
                    .body("asOf", not(nullValue()));
        } finally {
            MongoServer.current().start();
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> as("admin").get("/api/v1/flags/" + name).statusCode() == 200);
    }

    private Response put(@Nullable String ifMatch, String members) {
        var request = as("admin");
        if (ifMatch != null) request.header("If-Match", ifMatch);
        return request.body("{\"enabled\":true,\"description\":\"for a test\"," + members + "}")
                .put("/api/v1/flags/" + name);
    }
}
