package polyclinic.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.Client.request;
import static polyclinic.gateway.Client.send;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health of the whole house and its one OpenAPI page. audit-service is away and, in these tests, not required. */
@QuarkusTest
class WholeSystemTest {

    private static final String UP = "{\"status\":\"UP\",\"checks\":[]}";

    @AfterEach
    void restore() {
        RedisServer.current().start();
        for (Service service : List.of(Services.patients(), Services.appointments(), Services.assets())) {
            service.start();
            service.ready = UP;
            service.well = UP;
        }
    }

    @Test
    void every_service_and_every_store_is_listed_with_its_time() {
        Services.patients().ready = check("Reactive PostgreSQL connections health check", "UP");
        Services.patients().well = check("kafka", "UP");
        Services.assets().ready = check("MongoDB connection health check", "UP");

        HttpResponse<String> answer = send(request("/api/sync/health"));

        JsonObject health = new JsonObject(answer.body());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(health.getString("status")).isEqualTo("degraded");
        assertThat(states(health, "services"))
                .containsExactly(
                        "appointment-service up",
                        "asset-service up",
                        "audit-service down",
                        "notes-service up",
                        "patient-service up",
                        "prescription-service up");
        assertThat(states(health, "stores")).contains("kafka up", "mongodb up", "postgresql up");
        assertThat(health.getJsonArray("services").stream().map(entry -> ((JsonObject) entry).getDouble("latencyMs")))
                .allSatisfy(latency -> assertThat(latency).isNotNegative());
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    }

    @Test
    void a_required_service_that_is_away_makes_it_503() {
        Services.assets().kill();

        HttpResponse<String> answer = send(request("/api/sync/health"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(answer.body()).getString("status")).isEqualTo("down");
        assertThat(states(new JsonObject(answer.body()), "services"))
                .contains("asset-service down", "patient-service up");
    }

    @Test
    void a_store_that_a_service_cannot_reach_makes_it_503() {
        Services.patients().ready =
                "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"postgres\",\"status\":\"DOWN\",\"data\":{\"secret\":\"jdbc:x\"}}]}";

        HttpResponse<String> answer = send(request("/api/sync/health"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(states(new JsonObject(answer.body()), "stores")).contains("postgresql down");
        assertThat(answer.body()).doesNotContain("secret", "jdbc", "127.0.0.1", "http");
    }

    @Test
    void without_redis_the_house_still_stands() throws Exception {
        RedisServer.current().kill();
        Thread.sleep(200);

        HttpResponse<String> answer = send(request("/api/sync/health"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(states(new JsonObject(answer.body()), "stores")).contains("redis down");
        assertThat(send(request("/q/health/ready")).statusCode()).isEqualTo(200);
        assertThat(send(request("/q/health/ready")).body()).contains("redis is away");
    }

    @Test
    void a_service_that_answers_nonsense_is_down() {
        Services.patients().ready = "<html>";

        JsonObject health = new JsonObject(send(request("/api/sync/health")).body());

        assertThat(states(health, "services")).contains("patient-service down");
    }

    @Test
    void its_own_health_and_metrics_are_there() {
        Client.get("/api/v1/patients");

        assertThat(send(request("/q/health/live")).statusCode()).isEqualTo(200);
        assertThat(send(request("/q/health/ready")).statusCode()).isEqualTo(200);
        String metrics = send(request("/q/metrics")).body();
        assertThat(metrics)
                .contains("gateway_requests_seconds_count{outcome=\"2xx\",upstream=\"patient-service\"")
                .contains("gateway_circuit_open{upstream=\"audit-service\"")
                .contains("gateway_rate_limit_refused_total");
    }

    @Test
    void all_services_are_on_one_page() {
        Services.patients().openApi = openApi("/api/v1/patients", "View", "string");
        Services.appointments().openApi = openApi("/api/v1/appointments", "View", "integer");

        HttpResponse<String> answer = send(request("/openapi"));

        JsonObject page = new JsonObject(answer.body());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(page.getJsonObject("paths").fieldNames())
                .contains("/api/v1/patients", "/api/v1/appointments", "/api/sync/health");
        assertThat(page.getJsonObject("components").getJsonObject("schemas").fieldNames())
                .contains("View", "PatientView");
        assertThat(page.getJsonArray("x-unavailable")).containsExactly("audit-service");
        assertThat(page.getString("openapi")).startsWith("3.");
    }

    @Test
    void a_service_that_went_away_is_shown_as_it_was_last_seen() {
        Services.patients().openApi = openApi("/api/v1/patients/seen", "Seen", "string");
        send(request("/openapi"));
        Services.patients().kill();

        JsonObject page = new JsonObject(send(request("/openapi")).body());

        assertThat(page.getJsonObject("paths").fieldNames()).contains("/api/v1/patients/seen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/swagger-ui", "/swagger-ui/", "/swagger-ui/index.html"})
    void the_swagger_page_shows_it(String path) throws Exception {
        var following = java.net.http.HttpClient.newBuilder()
                .followRedirects(java.net.http.HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(5))
                .build();

        var answer = following.send(request(path).build(), java.net.http.HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("/openapi")
                .doesNotContain("https://unpkg")
                .doesNotContain("cdn.");
        assertThat(answer.headers().firstValue("content-security-policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("script-src 'self'"));
        assertThat(send(request("/swagger-ui/swagger-ui-bundle.js")).statusCode())
                .isEqualTo(200);
    }

    private static String check(String name, String status) {
        return "{\"status\":\"" + status + "\",\"checks\":[{\"name\":\"" + name + "\",\"status\":\"" + status + "\"}]}";
    }

    private static String openApi(String path, String schema, String type) {
        return "{\"openapi\":\"3.1.0\",\"paths\":{\"" + path
                + "\":{\"get\":{\"responses\":{\"200\":{\"description\":\"x\"}}}}}," + "\"components\":{\"schemas\":{\""
                + schema + "\":{\"type\":\"" + type + "\"}}}}";
    }

    private static List<String> states(JsonObject health, String kind) {
        JsonArray list = health.getJsonArray(kind);
        return list.stream()
                .map(entry -> ((JsonObject) entry).getString("name") + " " + ((JsonObject) entry).getString("status"))
                .toList();
    }
}
