package polyclinic.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.GatewayClient.managementRequest;
import static polyclinic.gateway.testing.GatewayClient.request;
import static polyclinic.gateway.testing.GatewayClient.send;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.RedisServer;
import polyclinic.gateway.ratelimit.RateLimiter;
import polyclinic.gateway.testing.GatewayClient;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;

/** audit-service is unavailable and, in these tests, not required. */
@QuarkusTest
class SystemHealthTest {

    @Inject
    RateLimiter rateLimiter;

    @AfterEach
    void restore() {
        StubUpstreams.all().forEach(StubUpstream::start);
        StubUpstreams.all().forEach(StubUpstream::becomeHealthy);
        RedisServer.current().start();
        await().until(() ->
                states(new JsonObject(send(request("/api/sync/health")).body())).contains("redis healthy"));
    }

    @Test
    void every_service_and_every_store_is_listed_with_its_time() {
        StubUpstreams.patients().readiness = check("Reactive PostgreSQL connections health check", "UP");
        StubUpstreams.patients().wellness = check("kafka", "UP");
        StubUpstreams.assets().readiness = check("MongoDB connection health check", "UP");

        HttpResponse<String> answer = send(request("/api/sync/health"));

        JsonObject health = new JsonObject(answer.body());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(health.getString("status")).isEqualTo("degraded");
        assertThat(states(health))
                .containsExactly(
                        "postgres healthy",
                        "mongodb healthy",
                        "redis healthy",
                        "kafka healthy",
                        "s3 unknown",
                        "keycloak healthy",
                        "appointment-service healthy",
                        "asset-service healthy",
                        "audit-service unhealthy",
                        "billing-service healthy",
                        "notes-service healthy",
                        "patient-service healthy",
                        "prescription-service healthy");
        assertThat(health.getJsonObject("services").getString("api")).isEqualTo("degraded");
        assertThat(health.getLong("uptime")).isNotNegative();
        assertThat(health.getString("environment")).isEqualTo("production");
        assertThat(health.getString("version")).isNotEmpty();
        assertThat(health.getInstant("timestamp")).isBeforeOrEqualTo(Instant.now());
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    }

    @Test
    void an_unreachable_required_service_makes_it_503() {
        StubUpstreams.assets().kill();

        HttpResponse<String> answer = send(request("/api/sync/health"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(answer.body()).getString("status")).isEqualTo("unhealthy");
        assertThat(states(new JsonObject(answer.body())))
                .contains("asset-service unhealthy", "patient-service healthy");
    }

    @Test
    void a_store_that_a_service_cannot_reach_makes_it_503() {
        StubUpstreams.patients().readiness =
                "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"postgres\",\"status\":\"DOWN\",\"data\":{\"secret\":\"jdbc:x\"}}]}";

        HttpResponse<String> answer = send(request("/api/sync/health"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(states(new JsonObject(answer.body()))).contains("postgres unhealthy");
        assertThat(answer.body()).doesNotContain("secret", "jdbc", "127.0.0.1", "http");
    }

    @Test
    void without_redis_the_system_still_works() {
        RedisServer.current().kill();
        await().until(() -> !rateLimiter.isShared());

        HttpResponse<String> answer = send(request("/api/sync/health"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(states(new JsonObject(answer.body()))).contains("redis unhealthy");
        assertThat(send(managementRequest("/q/health/ready")).statusCode()).isEqualTo(200);
        assertThat(send(managementRequest("/q/health/ready")).body()).contains("redis is away");
    }

    @Test
    void a_service_with_an_invalid_response_is_down() {
        StubUpstreams.patients().readiness = "<html>";

        JsonObject health = new JsonObject(send(request("/api/sync/health")).body());

        assertThat(states(health)).contains("patient-service unhealthy");
    }

    @Test
    void the_gateways_own_health_and_metrics_are_served() {
        GatewayClient.get("/api/v1/patients");

        assertThat(send(managementRequest("/q/health/live")).statusCode()).isEqualTo(200);
        assertThat(send(managementRequest("/q/health/ready")).statusCode()).isEqualTo(200);
        String metrics = send(managementRequest("/q/metrics")).body();
        assertThat(metrics)
                .containsPattern(
                        "gateway_requests_seconds_count\\{[^}]*outcome=\"2xx\"[^}]*upstream=\"patient-service\"")
                .contains("gateway_circuit_open{upstream=\"audit-service\"")
                .contains("gateway_rate_limit_refused_total");
    }

    private static String check(String name, String status) {
        return "{\"status\":\"" + status + "\",\"checks\":[{\"name\":\"" + name + "\",\"status\":\"" + status + "\"}]}";
    }

    /** What has a state of its own, in the order of the report. */
    private static List<String> states(JsonObject health) {
        return health.getJsonObject("services").stream()
                .filter(entry -> entry.getValue() instanceof JsonObject)
                .map(entry -> entry.getKey() + " " + ((JsonObject) entry.getValue()).getString("status"))
                .toList();
    }
}
