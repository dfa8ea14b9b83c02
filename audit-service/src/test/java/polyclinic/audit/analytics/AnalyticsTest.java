package polyclinic.audit.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import com.mongodb.client.model.Filters;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.audit.ServiceTest;
import polyclinic.commons.testing.web.Concurrently;

/** Each test has an event type of its own. */
@QuarkusTest
class AnalyticsTest extends ServiceTest {
    private static final String EVENTS = "/api/v1/analytics/events";
    private static final String SUMMARY = "/api/v1/analytics/summary";

    private final String type = "t" + UUID.randomUUID().toString().replace("-", "");

    private Response send(String user, String body) {
        return as(user).body(body.replace("TYPE", type)).post(EVENTS);
    }

    private JsonPath listed() {
        return as("admin")
                .get(EVENTS + "?eventType=" + type)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    void who_from_where_by_what_and_when_is_the_servers_to_say() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        send("nurse", """
                {"eventType":"TYPE","sessionId":"s1","data":{"page":"/patients/018f3f6e-7a10-7c3a-9a55-5f2f8f6c0001/notes",
                "duration":45,"actions":["search","filter"]}}""").then().statusCode(204);

        Map<String, Object> event = listed().getMap("items[0]");
        assertThat(event)
                .containsEntry("eventType", type)
                .containsEntry("sessionId", "s1")
                .containsEntry("page", "/patients/{id}/notes")
                .containsEntry("ip", "127.0.0.1")
                .containsKeys("id", "userAgent");
        assertThat(listed().getString("items[0].user.name")).isEqualTo("nurse");
        assertThat(listed().getList("items[0].data.actions")).containsExactly("search", "filter");
        assertThat(Instant.parse(String.valueOf(event.get("occurredAt")))).isBetween(before, Instant.now());
    }

    @Test
    void several_come_in_a_list_and_of_one_that_is_wrong_none_is_taken() {
        send("doctor", "[{\"eventType\":\"TYPE\"},{\"eventType\":\"TYPE\",\"data\":{\"page\":\"/\"}}]")
                .then()
                .statusCode(204);
        assertThat(listed().getList("items")).hasSize(2);

        assertProblem(
                send("doctor", "[{\"eventType\":\"TYPE\"},{\"eventType\":\"Wrong Type\"}]"), 422, "invalid-input");
        assertThat(listed().getList("items")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[null]",
                "null",
                "7",
                "{}",
                "{\"eventType\":\"\"}",
                "{\"eventType\":\"TYPE\",\"data\":7}",
                "{\"eventType\":\"TYPE\",\"data\":{\"$where\":1}}",
                "{\"eventType\":\"TYPE\",\"data\":{\"a.b\":1}}",
                "{\"eventType\":\"TYPE\",\"data\":{\"a\":{\"b\":{\"c\":{}}}}}",
                "{\"eventType\":\"TYPE\",\"data\":{\"page\":7}}",
                "{\"eventType\":\"TYPE\",\"data\":{\"page\":\"/patients?name=ada\"}}",
                "{\"eventType\":\"TYPE\",\"data\":{\"page\":\"https://example.org/\"}}",
                "{\"eventType\":\"TYPE\",\"sessionId\":\"a\\nb\"}",
                "{\"eventType\":\"TYPE\",\"user\":\"somebody\"}",
                "{\"eventType\":\"TYPE\",\"ip\":\"192.0.2.1\"}"
            })
    void what_makes_no_sense_or_is_not_a_pages_to_say_is_refused(String body) {
        Response refused = send("nurse", body);

        assertThat(refused.statusCode()).as(refused.asString()).isIn(400, 422);
        assertThat(refused.contentType()).startsWith("application/problem+json");
        assertThat(listed().getList("items")).isEmpty();
    }

    @Test
    void large_data_is_refused_and_a_number_of_any_size_comes_back_as_it_was() {
        assertProblem(
                send("nurse", "{\"eventType\":\"TYPE\",\"data\":{\"a\":\"" + "x".repeat(501) + "\"}}"),
                422,
                "invalid-input");
        String many = String.join(
                ",",
                IntStream.range(0, 40)
                        .mapToObj(i -> "\"k" + i + "\":\"" + "x".repeat(200) + "\"")
                        .toList());
        assertProblem(send("nurse", "{\"eventType\":\"TYPE\",\"data\":{" + many + "}}"), 422, "invalid-input");

        send("nurse", "{\"eventType\":\"TYPE\",\"data\":{\"n\":123456789012345678901234567890}}")
                .then()
                .statusCode(204);
        assertThat(as("admin").get(EVENTS + "?eventType=" + type).asString())
                .contains("123456789012345678901234567890");
    }

    @Test
    void a_repeated_request_adds_nothing_and_what_a_killed_one_has_not_come_to() {
        String key = UUID.randomUUID().toString();
        String body = "[{\"eventType\":\"TYPE\"},{\"eventType\":\"TYPE\"},{\"eventType\":\"TYPE\"}]";
        List<Response> answers = Concurrently.run(IntStream.range(0, 4)
                .<Callable<Response>>mapToObj(i -> () -> keyed(key, body))
                .toList());

        assertThat(answers).extracting(Response::statusCode).containsOnly(204);
        assertThat(listed().getList("items")).hasSize(3);

        List<String> ids = listed().getList("items.id");
        Document first = collection("analytics_events")
                .find(Filters.and(Filters.eq("eventType", type), Filters.ne("_id", UUID.fromString(ids.get(0)))))
                .first();
        collection("analytics_events").deleteOne(Filters.eq("_id", first.get("_id")));
        keyed(key, body).then().statusCode(204);
        assertThat(listed().getList("items.id")).containsExactlyInAnyOrderElementsOf(ids);

        assertProblem(keyed(key, "{\"eventType\":\"TYPE\"}"), 422, "idempotency-key-reused");
    }

    private Response keyed(String key, String body) {
        return as("nurse")
                .header("Idempotency-Key", key)
                .body(body.replace("TYPE", type))
                .post(EVENTS);
    }

    @Test
    void pages_lead_through_all_of_a_list_and_each_look_is_in_the_trail() {
        Instant begin = Instant.parse("2001-05-01T00:00:00Z");
        for (int i = 0; i < 7; i++) stored("/a", "u" + i % 2, "s", begin.plusSeconds(i / 2));

        List<String> found = new ArrayList<>();
        String after = "";
        do {
            JsonPath page = as("admin")
                    .get(EVENTS + "?limit=2&eventType=" + type + after)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            found.addAll(page.getList("items.id"));
            after = page.getString("next") == null ? null : "&after=" + page.getString("next");
        } while (after != null);

        assertThat(found).hasSize(7).doesNotHaveDuplicates();
        assertThat(as("admin")
                        .get(EVENTS + "?user=u1&eventType=" + type)
                        .jsonPath()
                        .getList("items"))
                .hasSize(3);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(collection("entries")
                        .countDocuments(Filters.and(
                                Filters.eq("action", "search"),
                                Filters.eq("entityType", "analytics_event"),
                                Filters.regex("query", type))))
                .isEqualTo(5));
    }

    @Test
    void events_are_counted_by_hour_day_user_and_page() {
        Instant day = Instant.parse("2001-06-01T10:00:00Z");
        stored("/a", "ada", "s1", day);
        stored("/a", "ada", "s1", day.plusSeconds(60));
        stored("/b", "bob", "s2", day.plusSeconds(3600));
        stored(null, "bob", null, day.plus(Duration.ofDays(1)));
        String query = "?from=2001-06-01T00:00:00Z&to=2001-06-03T00:00:00Z&eventType=" + type;

        JsonPath days = as("admin")
                .get(SUMMARY + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(days.getList("items.key")).containsExactly("2001-06-01", "2001-06-02");
        assertThat(days.getList("items.events")).containsExactly(3, 1);
        assertThat(days.getList("items.users")).containsExactly(2, 1);
        assertThat(days.getList("items.sessions")).containsExactly(2, 0);
        assertThat(as("admin").get(SUMMARY + query + "&by=hour").jsonPath().getList("items.key"))
                .containsExactly("2001-06-01T10:00:00Z", "2001-06-01T11:00:00Z", "2001-06-02T10:00:00Z");
        JsonPath pages = as("admin").get(SUMMARY + query + "&by=page").jsonPath();
        assertThat(pages.getList("items.key")).containsExactly("/a", "/b");
        assertThat(pages.getList("items.events")).containsExactly(2, 1);
        assertThat(as("admin").get(SUMMARY + query + "&by=user").jsonPath().getList("items.name"))
                .containsExactly("ada", "bob");
        assertThat(as("admin").get(SUMMARY + "?eventType=" + type).jsonPath().getList("items"))
                .as("the last thirty days")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/summary?by=month",
                "/summary?from=x",
                "/summary?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z",
                "/summary?from=2024-01-01T00:00:00Z&to=2026-01-01T00:00:00Z",
                "/summary?by=hour&from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z",
                "/summary?from=-1000000-01-01T00:00:00Z",
                "/events?limit=0",
                "/events?after=rubbish",
                "/events?to=0001-01-01T00:00:00Z"
            })
    void a_question_that_makes_no_sense_is_refused(String query) {
        Response refused = as("admin").get("/api/v1/analytics" + query);

        assertThat(refused.statusCode()).as(refused.asString()).isIn(400, 404, 422);
        assertThat(refused.contentType()).startsWith("application/problem+json");
    }

    @Test
    void everybody_may_report_and_administrators_read() {
        for (String user : List.of("patient", "receptionist", "pharmacist", "cashier", "auditor", "admin"))
            send(user, "{\"eventType\":\"TYPE\"}").then().statusCode(204);
        for (String user : List.of("patient", "doctor", "auditor")) {
            as(user).get(EVENTS).then().statusCode(403);
            as(user).get(SUMMARY).then().statusCode(403);
        }
    }

    private void stored(@Nullable String page, String user, @Nullable String session, Instant at) {
        Document event = new Document("_id", UUID.randomUUID())
                .append("eventType", type)
                .append(
                        "user",
                        new Document("subject", user).append("name", user).append("roles", List.of()))
                .append("data", "{}")
                .append("occurredAt", Date.from(at));
        if (page != null) event.append("page", page);
        if (session != null) event.append("sessionId", session);
        collection("analytics_events").insertOne(event);
    }
}
