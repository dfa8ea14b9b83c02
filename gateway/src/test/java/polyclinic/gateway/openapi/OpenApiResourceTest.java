package polyclinic.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.testing.GatewayClient.request;
import static polyclinic.gateway.testing.GatewayClient.send;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;

/** audit-service is unavailable in these tests. */
@QuarkusTest
class OpenApiResourceTest {

    @AfterEach
    void restore() {
        StubUpstreams.all().forEach(StubUpstream::start);
    }

    @Test
    void all_services_are_in_one_document() {
        StubUpstreams.patients().openApi = openApi("/api/v1/patients", "View", "string");
        StubUpstreams.appointments().openApi = openApi("/api/v1/appointments", "View", "integer");

        HttpResponse<String> answer = send(request("/openapi"));

        JsonObject page = new JsonObject(answer.body());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(page.getJsonObject("paths").fieldNames())
                .contains(
                        "/api/v1/patients",
                        "/api/v1/appointments",
                        "/api/sync/health",
                        "/login",
                        "/api/v1/sessions/{id}");
        assertThat(page.getJsonObject("info").getString("description")).contains("(/login?return=/swagger-ui/)");
        assertThat(page.getJsonObject("components").getJsonObject("schemas").fieldNames())
                .contains("View", "PatientView");
        assertThat(page.getJsonArray("x-unavailable")).containsExactly("audit-service");
        assertThat(page.getString("openapi")).startsWith("3.");
    }

    @Test
    void a_service_that_became_unreachable_is_shown_as_last_fetched() {
        StubUpstreams.patients().openApi = openApi("/api/v1/patients/seen", "Seen", "string");
        send(request("/openapi"));
        StubUpstreams.patients().kill();

        JsonObject page = new JsonObject(send(request("/openapi")).body());

        assertThat(page.getJsonObject("paths").fieldNames()).contains("/api/v1/patients/seen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/swagger-ui", "/swagger-ui/", "/swagger-ui/index.html"})
    void the_swagger_page_shows_it(String path) throws Exception {
        var following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(5))
                .build();

        var answer = following.send(request(path).build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("/openapi")
                .doesNotContain("https://unpkg")
                .doesNotContain("cdn.");
        assertThat(answer.body()).as("changes in the reader's session").contains("X-CSRF-Token");
        assertThat(answer.headers().firstValue("content-security-policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("script-src 'self'"));
        assertThat(send(request("/swagger-ui/swagger-ui-bundle.js")).statusCode())
                .isEqualTo(200);
    }

    private static String openApi(String path, String schema, String type) {
        return "{\"openapi\":\"3.1.0\",\"paths\":{\"" + path
                + "\":{\"get\":{\"responses\":{\"200\":{\"description\":\"x\"}}}}}," + "\"components\":{\"schemas\":{\""
                + schema + "\":{\"type\":\"" + type + "\"}}}}";
    }
}
