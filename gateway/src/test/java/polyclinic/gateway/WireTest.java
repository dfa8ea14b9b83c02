package polyclinic.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.Client.bearer;
import static polyclinic.gateway.Client.raw;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no client library would send. */
@QuarkusTest
class WireTest {

    private static final String POST = "POST /api/v1/patients HTTP/1.1\r\nHost: clinic\r\n";
    private static final String GET = "GET /api/v1/patients HTTP/1.1\r\nHost: clinic\r\n";
    private static final String SMUGGLED = "GET /api/v1/patients/smuggled HTTP/1.1\r\nHost: clinic\r\n\r\n";

    @BeforeEach
    void forget() {
        Services.patients().forget();
        Services.appointments().forget();
    }

    @Test
    void length_and_chunks_together_smuggle_nothing() throws IOException {
        raw(POST + bearer() + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED);

        nothingSmuggled();
    }

    @Test
    void chunks_and_length_together_smuggle_nothing() throws IOException {
        String smuggled = SMUGGLED.replace("\r\n\r\n", "\r\nX: ");
        raw(POST + bearer() + "Transfer-Encoding: chunked\r\nContent-Length: " + (5 + smuggled.length())
                + "\r\n\r\n0\r\n\r\n" + smuggled);

        nothingSmuggled();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding:\u000bchunked",
                "Content-Length: 3\r\nContent-Length: 30",
                "Content-Length: 3, 30",
                "Content-Length: -1",
                "Content-Length: +3",
                "Content-Length: 0x3",
                "Content-Length: 99999999999999999999"
            })
    void framing_that_can_be_read_in_two_ways_is_refused(String framing) throws IOException {
        String body = framing.contains("chunked") ? "3\r\n{}\n\r\n0\r\n\r\n" : "{}\n";

        String answer = raw(POST + bearer() + framing + "\r\n\r\n" + body + SMUGGLED);

        assertThat(answer).startsWith("HTTP/1.1 4");
        assertThat(Services.patients().seen).isEmpty();
    }

    @Test
    void chunks_of_an_http_1_0_client_are_refused() throws IOException {
        String answer = raw("POST /api/v1/patients HTTP/1.0\r\nHost: clinic\r\n" + bearer()
                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.").contains(" 400 ");
        assertThat(Services.patients().seen).isEmpty();
    }

    @Test
    void a_folded_header_makes_no_second_header() throws IOException {
        raw(GET + bearer() + "X-A: 1\r\n X-Forwarded-For: 6.6.6.6\r\nConnection: close\r\n\r\n");

        for (Service.Seen seen : Services.patients().seen) {
            assertThat(seen.all("x-forwarded-for")).containsExactly("127.0.0.1");
        }
    }

    @Test
    void a_bare_line_feed_makes_no_second_request() throws IOException {
        raw(POST + bearer() + "Content-Length: 2\n\n{}" + SMUGGLED);

        nothingSmuggled();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Request-Id: a\rX-Evil: 1",
                "X Y: 1",
                "X-Nul: a\u0000b",
                ": 1",
                "X-Forwarded-For\u00a0: 1.1.1.1"
            })
    void a_header_that_is_none_does_no_harm(String header) throws IOException {
        String answer = raw(GET + bearer() + header + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain("X-Evil").doesNotContain(" 500 ");
        for (Service.Seen seen : Services.patients().seen) {
            assertThat(seen.header("x-evil")).isNull();
            assertThat(seen.all("x-forwarded-for")).containsExactly("127.0.0.1");
        }
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
        assertThat(Services.patients().seen).isEmpty();
        assertThat(Services.appointments().seen).isEmpty();
    }

    @Test
    void an_address_of_10000_characters_is_a_problem() throws IOException {
        String answer = raw("GET /api/v1/patients/" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: clinic\r\n" + bearer()
                + "Connection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 414").contains("urn:polyclinic:problem:uri-too-long");
    }

    @Test
    void a_backslash_is_refused() throws IOException {
        assertThat(raw("GET /api/v1/patients/..\\audit HTTP/1.1\r\nHost: clinic\r\n" + bearer() + "\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(Services.patients().seen).isEmpty();
    }

    @Test
    void an_address_of_100000_characters_is_refused() throws IOException {
        assertThat(raw("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: clinic\r\n\r\n"))
                .contains(" 414 ");
    }

    @Test
    void a_header_of_100000_characters_is_refused() throws IOException {
        assertThat(raw(GET + "X-Long: " + "x".repeat(100_000) + "\r\n\r\n")).startsWith("HTTP/1.1 431");
    }

    @Test
    void a_request_without_a_host_or_with_two_is_refused() throws IOException {
        assertThat(raw("GET /api/v1/patients HTTP/1.1\r\n" + bearer() + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(raw(GET + "Host: evil.example\r\n" + bearer() + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(Services.patients().seen).isEmpty();
    }

    @Test
    void an_address_in_absolute_form_reaches_the_service_as_a_path() throws IOException {
        String answer = raw("GET http://clinic/api/v1/patients?a=b HTTP/1.1\r\nHost: clinic\r\n" + bearer()
                + "Connection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(Services.patients().seen.peek().target()).isEqualTo("/api/v1/patients?a=b");
    }

    @Test
    void a_websocket_is_not_opened() throws IOException {
        String answer = raw(
                GET + bearer()
                        + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("101 Switching");
        assertThat(Services.patients().seen.peek().header("upgrade")).isNull();
        assertThat(Services.patients().seen.peek().header("connection")).isNull();
    }

    @Test
    void http_2_on_clear_text_is_not_opened() throws IOException {
        String answer = raw(GET + bearer()
                + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("101 Switching");
        assertThat(Services.patients().seen.peek().header("http2-settings")).isNull();
    }

    @Test
    void connect_opens_no_tunnel() throws IOException {
        assertThat(raw("CONNECT 127.0.0.1:5432 HTTP/1.1\r\nHost: 127.0.0.1:5432\r\n" + bearer() + "\r\n"))
                .startsWith("HTTP/1.1 4");
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
    void a_client_that_asks_first_is_told_to_go_on() throws IOException {
        String answer =
                raw(POST + bearer() + "Expect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");

        assertThat(answer).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200");
        assertThat(Services.patients().seen.peek().header("expect")).isNull();
    }

    @Test
    void a_client_that_asks_first_is_told_when_there_is_no_use_in_sending() throws IOException {
        String tooLarge = raw(POST + bearer() + "Expect: 100-continue\r\nContent-Length: 50000000\r\n\r\n");
        String unknown = raw(POST + bearer() + "Expect: wonders\r\nContent-Length: 2\r\n\r\n{}");

        assertThat(tooLarge).startsWith("HTTP/1.1 413").doesNotContain("100 Continue");
        assertThat(unknown).startsWith("HTTP/1.1 417");
        assertThat(Services.patients().seen).isEmpty();
    }

    @Test
    void an_http_1_0_client_gets_an_answer_without_chunks() throws IOException {
        String answer =
                raw("GET /api/v1/patients/huge-chunked?bytes=40000 HTTP/1.0\r\nHost: clinic\r\n" + bearer() + "\r\n");

        assertThat(answer).contains(" 200 ").doesNotContainIgnoringCase("transfer-encoding");
        assertThat(answer.length() - answer.indexOf("\r\n\r\n") - 4).isEqualTo(40_000);
    }

    @Test
    void this_process_s_own_pages_are_for_the_inside() throws IOException {
        assertThat(raw("GET /q/metrics HTTP/1.1\r\nHost: clinic\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    private static void nothingSmuggled() {
        assertThat(Services.patients().seen)
                .noneMatch(seen -> seen.target().contains("smuggled") && seen.header("authorization") != null);
        assertThat(Services.patients().seen.stream()
                        .filter(seen -> seen.target().contains("smuggled")))
                .isEmpty();
    }
}
