package polyclinic.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthReportTest {

    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "Reactive PostgreSQL connections health check,postgresql",
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
    void all_up_is_up() {
        JsonObject report = report(service("a", true, "UP"), service("b", true, "UP"));

        assertThat(report.getString("status")).isEqualTo("up");
        assertThat(report.getJsonArray("stores").getJsonObject(0)).isEqualTo(new JsonObject("""
                        {"name":"postgresql","status":"up","latencyMs":1.5}"""));
    }

    @Test
    void a_required_service_that_is_down_makes_the_system_down() {
        assertThat(report(service("a", true, "UP"), ServiceHealth.unreachable("b", true, 2000))
                        .getString("status"))
                .isEqualTo("down");
    }

    @Test
    void an_optional_service_that_is_down_makes_the_system_degraded() {
        assertThat(report(service("a", true, "UP"), ServiceHealth.unreachable("b", false, 2000))
                        .getString("status"))
                .isEqualTo("degraded");
    }

    @Test
    void a_store_that_one_of_its_users_cannot_reach_is_down() {
        JsonObject report = report(service("a", true, "UP"), service("b", false, "DOWN"));

        assertThat(report.getJsonArray("stores").getJsonObject(0).getString("status"))
                .isEqualTo("down");
        assertThat(report.getString("status")).isEqualTo("down");
    }

    @Test
    void an_optional_store_that_is_down_makes_the_system_degraded() {
        JsonObject report =
                HealthReport.of(List.of(), List.of(new StoreHealth("redis", false, 1)), List.of("redis"), NOW);

        assertThat(report.getString("status")).isEqualTo("degraded");
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
        return HealthReport.of(List.of(services), List.of(), List.of(), NOW);
    }
}
