package polyclinic.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeprecationsTest {
    private static final String ROUTE = "/api/v1/patients/{id}";

    @Test
    void an_operation_that_will_go_says_since_when_and_until_when() {
        MultiMap headers = headers(HttpMethod.GET);

        assertThat(headers.get("Deprecation")).isEqualTo("@1796083200");
        assertThat(headers.get("Sunset")).isEqualTo("Tue, 1 Jun 2027 00:00:00 GMT");
    }

    @Test
    void another_operation_of_the_same_path_stays() {
        assertThat(headers(HttpMethod.PATCH)).isEmpty();
    }

    @Test
    void an_end_without_a_day_is_refused_at_the_start() {
        assertThatThrownBy(
                        () -> new Deprecations(List.of(contract("\"deprecated\": true, \"x-sunset\": \"2027-06-01\""))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("GET " + ROUTE)
                .hasMessageContaining("x-deprecated-since");
    }

    private static MultiMap headers(HttpMethod method) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        new Deprecations(List.of(contract(
                        "\"deprecated\": true, \"x-deprecated-since\": \"2026-12-01\", \"x-sunset\": \"2027-06-01\"")))
                .announce(ROUTE, method, headers);
        return headers;
    }

    private static JsonObject contract(String members) {
        return new JsonObject(
                "{\"paths\": {\"" + ROUTE + "\": {\"parameters\": [], \"get\": {" + members + "}, \"patch\": {}}}}");
    }
}
