package polyclinic.gateway.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.testing.GatewayClient.bearer;
import static polyclinic.gateway.testing.GatewayClient.raw;
import static polyclinic.gateway.testing.GatewayClient.rawOne;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;

/** Addresses, headers and methods that no client library would send. */
@QuarkusTest
class RequestSyntaxTest {

    private static final String POST = "POST /api/v1/patients HTTP/1.1\r\nHost: clinic\r\n";
    private static final String GET = "GET /api/v1/patients HTTP/1.1\r\nHost: clinic\r\n";

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/patients/../audit",
                "/api/v1/patients/..%2faudit",
                "/api/v1/patients/%2e%2e/audit",
                "/api/v1/patients/%2e%2e%2faudit",
                "/api/v1/patients/%252e%252e/audit",
                "/api/v1/patients/..%5caudit",
                "/api/v1/patients/..;/audit",
                "/api/v1//audit",
                "/api/v1/patients/%00",
                "/api/v1/patients/%0d%0aX-Evil:1",
                "/api/v1/patients#x",
                "/api/v1/p\u00e4tients",
                "/api/v1/patients?q=\u00e4",
                "*",
                "api/v1/patients"
            })
    void a_path_that_could_be_another_is_refused(String path) throws IOException {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: clinic\r\n" + bearer() + "Connection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 4").contains("application/problem+json");
        assertThat(StubUpstreams.patients().received).isEmpty();
        assertThat(StubUpstreams.appointments().received).isEmpty();
    }

    @Test
    void an_address_of_10000_characters_is_a_problem() throws IOException {
        String answer = raw("GET /api/v1/patients/" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: clinic\r\n" + bearer()
                + "Connection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 414").contains("urn:polyclinic:problem:uri-too-long");
    }

    @Test
    void a_backslash_is_refused() throws IOException {
        assertThat(rawOne("GET /api/v1/patients/..\\audit HTTP/1.1\r\nHost: clinic\r\n" + bearer() + "\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(StubUpstreams.patients().received).isEmpty();
    }

    @Test
    void a_request_without_a_host_or_with_two_is_refused() throws IOException {
        assertThat(raw("GET /api/v1/patients HTTP/1.1\r\n" + bearer() + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(raw(GET + "Host: evil.example\r\n" + bearer() + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(StubUpstreams.patients().received).isEmpty();
    }

    @Test
    void connect_opens_no_tunnel() throws IOException {
        assertThat(rawOne("CONNECT 127.0.0.1:5432 HTTP/1.1\r\nHost: 127.0.0.1:5432\r\n" + bearer() + "\r\n"))
                .startsWith("HTTP/1.1 4");
    }

    @Test
    void a_client_that_expects_100_continue_is_refused_before_it_sends_a_body() throws IOException {
        String tooLarge = rawOne(POST + bearer() + "Expect: 100-continue\r\nContent-Length: 50000000\r\n\r\n");
        String unknown = rawOne(POST + bearer() + "Expect: wonders\r\nContent-Length: 2\r\n\r\n{}");

        assertThat(tooLarge).startsWith("HTTP/1.1 413").doesNotContain("100 Continue");
        assertThat(unknown).startsWith("HTTP/1.1 417");
        assertThat(StubUpstreams.patients().received).isEmpty();
    }
}
