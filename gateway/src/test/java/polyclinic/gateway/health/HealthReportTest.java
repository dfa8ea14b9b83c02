package polyclinic.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthReportTest {

    private static final HealthReport.Self SELF = new HealthReport.Self(
            Instant.parse("2026-01-05T10:00:00Z"), Duration.ofHours(1), "development", "1.0.0", true);

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "Reactive PostgreSQL connections health check,postgres",
                "MongoDB connection health check,mongodb",
                "SmallRye Reactive Messaging - readiness check,kafka",
                "kafka,kafka",
                "blobs (s3),s3",
                "Redis connection health check,redis",
                "something else,none"
            })
    void a_check_is_about_a_store_or_about_none(String check, String store) {
        assertThat(StoreHealth.storeOf(check)).isEqualTo(store);
    }

    @Test
    void all_up_is_healthy_and_has_the_form_that_was_agreed() {
        JsonObject report = report(service("a-service", true, "UP"), service("b-service", true, "UP"));

        assertThat(report.getJsonObject("services").remove("redis")).isNotNull();
        assertThat(report).isEqualTo(new JsonObject("""
                        {"status": "healthy",
                         "timestamp": "2026-01-05T10:00:00Z",
                         "services": {
                           "postgres": {"connected": true, "status": "healthy", "latencyMs": 1.5},
                           "mongodb": {"connected": false, "status": "unknown"},
                           "kafka": {"connected": false, "status": "unknown"},
                           "s3": {"connected": false, "status": "unknown"},
                           "keycloak": {"connected": false, "status": "unknown"},
                           "websocket": "connected",
                           "api": "healthy",
                           "a-service": {"connected": true, "status": "healthy", "latencyMs": 3.0},
                           "b-service": {"connected": true, "status": "healthy", "latencyMs": 3.0}},
                         "uptime": 3600,
                         "environment": "development",
                         "version": "1.0.0"}"""));
    }

    @Test
    void a_required_service_that_is_down_makes_the_system_unhealthy() {
        JsonObject report = report(service("a", true, "UP"), ServiceHealth.unreachable("b", true, 2000));

        assertThat(report.getString("status")).isEqualTo("unhealthy");
        assertThat(report.getJsonObject("services").getString("api")).isEqualTo("unhealthy");
        assertThat(report.getJsonObject("services").getJsonObject("b").getBoolean("connected"))
                .isFalse();
    }

    @Test
    void an_optional_service_that_is_down_makes_the_system_degraded() {
        JsonObject report = report(service("a", true, "UP"), ServiceHealth.unreachable("b", false, 2000));

        assertThat(report.getString("status")).isEqualTo("degraded");
        assertThat(report.getJsonObject("services").getString("api")).isEqualTo("degraded");
    }

    @Test
    void a_store_that_one_of_its_users_cannot_reach_is_unhealthy() {
        JsonObject report = report(service("a", true, "UP"), service("b", false, "DOWN"));

        JsonObject postgres = report.getJsonObject("services").getJsonObject("postgres");
        assertThat(postgres.getString("status")).isEqualTo("unhealthy");
        assertThat(postgres.getBoolean("connected")).isFalse();
        assertThat(report.getString("status")).isEqualTo("unhealthy");
    }

    @Test
    void an_optional_store_that_is_down_makes_the_system_degraded() {
        JsonObject report =
                HealthReport.of(List.of(), List.of(new StoreHealth("redis", false, 1)), List.of("redis"), SELF);

        assertThat(report.getString("status")).isEqualTo("degraded");
    }

    @Test
    void a_check_that_failed_is_unhealthy() {
        assertThat(HealthReport.isUnhealthy(HealthReport.unknown(SELF))).isTrue();
    }

    @Test
    void a_response_that_is_not_a_readiness_report_counts_as_down() {
        ServiceHealth service = ServiceHealth.of("a", true, 1, new JsonObject("{\"checks\":7}"), null);

        assertThat(service.up()).isFalse();
        assertThat(service.stores()).isEmpty();
    }

    private static ServiceHealth service(String name, boolean required, String postgres) {
        return ServiceHealth.of(
                name,
                required,
                3,
                new JsonObject("{\"status\":\"UP\",\"checks\":[{\"name\":\"postgres\",\"status\":\"" + postgres
                        + "\",\"data\":{\"latencyMs\":1.5}}]}"),
                null);
    }

    private static JsonObject report(ServiceHealth... services) {
        return HealthReport.of(List.of(services), List.of(new StoreHealth("redis", true, 1)), List.of(), SELF);
    }
}
