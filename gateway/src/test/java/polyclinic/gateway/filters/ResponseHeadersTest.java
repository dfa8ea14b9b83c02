package polyclinic.gateway.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.testing.GatewayClient.asDoctor;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.rawOne;
import static polyclinic.gateway.testing.GatewayClient.request;
import static polyclinic.gateway.testing.GatewayClient.send;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;

@QuarkusTest
class ResponseHeadersTest {

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/patients", "/api/v1/nowhere", "/openapi", "/api/sync/health"})
    void every_answer_has_the_security_headers(String path) {
        HttpResponse<String> answer = get(path);

        assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("x-frame-options")).hasValue("DENY");
        assertThat(answer.headers().firstValue("referrer-policy")).hasValue("no-referrer");
        assertThat(answer.headers().firstValue("content-security-policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
        assertThat(answer.headers().firstValue("cache-control")).isPresent();
        assertThat(answer.headers().firstValue("strict-transport-security")).isEmpty();
    }

    @Test
    void only_a_configured_origin_may_send_cross_origin_requests() {
        HttpResponse<String> known = send(request("/api/v1/patients")
                .header("Origin", "https://clinic.example")
                .header("Access-Control-Request-Method", "PATCH")
                .header("Access-Control-Request-Headers", "authorization,if-match")
                .method("OPTIONS", BodyPublishers.noBody()));
        HttpResponse<String> unknown = send(asDoctor("/api/v1/patients").header("Origin", "https://evil.example"));

        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(known.headers().firstValue("access-control-allow-origin")).hasValue("https://clinic.example");
        assertThat(known.headers().firstValue("access-control-allow-methods"))
                .hasValueSatisfying(m -> assertThat(m).contains("PATCH"));
        assertThat(unknown.statusCode()).isEqualTo(403);
        assertThat(unknown.headers().firstValue("access-control-allow-origin")).isEmpty();
        assertThat(StubUpstreams.patients().received).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, null, 403, origin-not-allowed",
        "GET, https://evil.example, 403, origin-not-allowed",
        "OPTIONS, https://clinic.example.evil.example, 403, origin-not-allowed",
        "GET, http://127.0.0.1:1, 403, origin-not-allowed",
        "TRACE, https://clinic.example, 405, method-not-allowed"
    })
    void an_origin_is_refused_with_a_problem_and_an_id(String method, String origin, int status, String slug)
            throws IOException {
        String answer = rawOne(method + " /api/v1/patients HTTP/1.1\r\nHost: x\r\nOrigin: " + origin
                + "\r\nAccess-Control-Request-Method: GET\r\nX-Request-Id: refused\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(answer.toLowerCase(Locale.ROOT))
                .contains("x-request-id: refused", "application/problem+json")
                .doesNotContain("access-control-allow-origin");
        assertThat(answer).contains("urn:polyclinic:problem:" + slug);
        assertThat(StubUpstreams.patients().received).isEmpty();
    }

    @Test
    void the_gateways_own_pages_may_send_requests() {
        String own = request("/api/v1/patients")
                .build()
                .uri()
                .resolve("/")
                .toString()
                .replaceAll("/$", "");
        HttpResponse<String> answer = send(asDoctor("/api/v1/patients").header("Origin", own));
        HttpResponse<String> options = send(request("/api/v1/patients")
                .header("Origin", "https://clinic.example")
                .method("OPTIONS", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(options.statusCode()).isNotEqualTo(403);
    }

    @Test
    void a_configured_origin_may_read_the_relevant_headers() {
        HttpResponse<String> answer = send(asDoctor("/api/v1/patients").header("Origin", "https://clinic.example"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("access-control-expose-headers"))
                .hasValueSatisfying(exposed -> assertThat(exposed).contains("ETag", "RateLimit", "Location"));
    }
}
