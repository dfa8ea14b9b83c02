package polyclinic.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.testing.GatewayClient.bearer;
import static polyclinic.gateway.testing.GatewayClient.raw;
import static polyclinic.gateway.testing.GatewayClient.rawOne;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;

/** Parts of HTTP/1.x beyond a request and its response, on raw connections. */
@QuarkusTest
class HttpProtocolTest {

    private static final String POST = "POST /api/v1/patients HTTP/1.1\r\nHost: clinic\r\n";
    private static final String GET = "GET /api/v1/patients HTTP/1.1\r\nHost: clinic\r\n";

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @Test
    void an_address_in_absolute_form_reaches_the_service_as_a_path() throws IOException {
        String answer = raw("GET http://clinic/api/v1/patients?a=b HTTP/1.1\r\nHost: clinic\r\n" + bearer()
                + "Connection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(StubUpstreams.patients().received.peek().target()).isEqualTo("/api/v1/patients?a=b");
    }

    @Test
    void a_websocket_is_not_opened() throws IOException {
        String answer = rawOne(
                GET + bearer()
                        + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("101 Switching");
        assertThat(StubUpstreams.patients().received.peek().header("upgrade")).isNull();
        assertThat(StubUpstreams.patients().received.peek().header("connection"))
                .isNull();
    }

    @Test
    void http_2_on_clear_text_is_not_opened() throws IOException {
        String answer = rawOne(GET + bearer()
                + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("101 Switching");
        assertThat(StubUpstreams.patients().received.peek().header("http2-settings"))
                .isNull();
    }

    @Test
    void requests_in_a_row_on_one_connection_are_answered_in_order() throws IOException {
        String two = "GET /api/v1/patients/unhurried HTTP/1.1\r\nHost: clinic\r\n" + bearer() + "\r\n"
                + "GET /api/v1/nowhere HTTP/1.1\r\nHost: clinic\r\n" + bearer() + "Connection: close\r\n\r\n";

        String answers = raw(two);

        assertThat(answers.indexOf("HTTP/1.1 200")).isZero();
        assertThat(answers.indexOf("HTTP/1.1 404")).isPositive();
    }

    @Test
    void a_client_that_expects_100_continue_gets_it() throws IOException {
        String answer =
                raw(POST + bearer() + "Expect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");

        assertThat(answer).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200");
        assertThat(StubUpstreams.patients().received.peek().header("expect")).isNull();
    }

    @Test
    void an_http_1_0_client_gets_an_answer_without_chunks() throws IOException {
        String answer =
                raw("GET /api/v1/patients/huge-chunked?bytes=40000 HTTP/1.0\r\nHost: clinic\r\n" + bearer() + "\r\n");

        assertThat(answer).contains(" 200 ").doesNotContainIgnoringCase("transfer-encoding");
        assertThat(answer.length() - answer.indexOf("\r\n\r\n") - 4).isEqualTo(40_000);
    }
}
