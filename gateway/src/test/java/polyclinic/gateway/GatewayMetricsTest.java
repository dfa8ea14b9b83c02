package polyclinic.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.request;
import static polyclinic.gateway.testing.GatewayClient.send;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.commons.documentation.Scrape.Series;
import polyclinic.commons.testing.metrics.MetricsContract;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;

@QuarkusTest
class GatewayMetricsTest extends MetricsContract {

    private static final String COUNT = "gateway_requests_seconds_count";

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @Override
    protected Collection<String> templates() {
        try (Stream<Path> contracts = Files.list(Path.of("../contracts/openapi"))) {
            return contracts
                    .flatMap(contract -> paths(contract).fieldNames().stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject paths(Path contract) {
        try {
            return new JsonObject(Files.readString(contract)).getJsonObject("paths");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected RequestSpecification signedIn() {
        return given().header("Authorization", "Bearer " + TestTokens.of("doctor"));
    }

    @Test
    void a_request_is_measured_under_its_route_and_all_outcomes_of_it_are_there() {
        Map<String, String> operation = Map.of("route", "/api/v1/patients/{patientId}/allergies", "method", "GET");
        double before = scrape(COUNT).sum(COUNT, operation);

        get("/api/v1/patients/" + UUID.randomUUID() + "/allergies");

        await().untilAsserted(
                        () -> assertThat(scrape(COUNT).sum(COUNT, operation)).isEqualTo(before + 1));
        assertThat(scrape(COUNT).find(COUNT, operation).map(series -> series.labels()
                        .get("outcome")))
                .containsExactlyInAnyOrder("broken", "2xx", "3xx", "4xx", "5xx");
        assertThat(scrape("gateway_requests_seconds_bucket")
                        .find("gateway_requests_seconds_bucket", operation)
                        .map(series -> series.labels().get("le")))
                .contains("0.005", "0.25", "0.5", "5.0", "+Inf");
    }

    @Test
    void what_is_named_goes_before_a_parameter_and_what_no_contract_has_is_unknown() {
        for (Map.Entry<String, String> asked : List.of(
                Map.entry("/api/v1/patients/search", "/api/v1/patients/search"),
                Map.entry("/api/v1/patients/me", "/api/v1/patients/me"),
                Map.entry("/api/v1/patients/17", "/api/v1/patients/{id}"),
                Map.entry("/api/v1/patients/17/shoes", "unknown"))) {
            Map<String, String> route = Map.of("upstream", "patient-service", "route", asked.getValue());
            double before = scrape(COUNT).sum(COUNT, route);

            get(asked.getKey());

            await().untilAsserted(() -> assertThat(scrape(COUNT).sum(COUNT, route))
                    .as(asked.getKey())
                    .isEqualTo(before + 1));
        }
    }

    @Test
    void what_the_gateway_refuses_is_counted_by_its_problem() {
        Map<String, Double> before = refused();

        send(request("/api/v1/patients"));
        get("/api/v1/nowhere");
        get("/nowhere");
        get("/api/v1/patients//x");
        send(request("/api/v1/patients").method("BREW", BodyPublishers.noBody()));
        get("/api/v1/audit");

        Map<String, Double> more = refused();
        more.replaceAll((problem, count) -> count - before.get(problem));
        more.values().removeIf(count -> count == 0);
        assertThat(more)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "unauthorized", 1.0,
                        "not-found", 2.0,
                        "invalid-path", 1.0,
                        "method-not-allowed", 1.0,
                        "unavailable", 1.0));
    }

    /** Problem → how often it was the answer. */
    private static Map<String, Double> refused() {
        return scrape("gateway_refused_total")
                .find("gateway_refused_total", Map.of())
                .collect(Collectors.toMap(series -> series.labels().get("problem"), Series::value, Double::sum));
    }
}
