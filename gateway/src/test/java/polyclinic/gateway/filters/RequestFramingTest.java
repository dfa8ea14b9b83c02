package polyclinic.gateway.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.testing.GatewayClient.bearer;
import static polyclinic.gateway.testing.GatewayClient.raw;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.web.StubRequest;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;

/** Requests that two parties could read in two ways, as no client library would send them. */
@QuarkusTest
class RequestFramingTest {

    private static final String POST = "POST /api/v1/patients HTTP/1.1\r\nHost: clinic\r\n";
    private static final String GET = "GET /api/v1/patients HTTP/1.1\r\nHost: clinic\r\n";
    private static final String SMUGGLED = "GET /api/v1/patients/smuggled HTTP/1.1\r\nHost: clinic\r\n\r\n";

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @Test
    void length_and_chunks_together_smuggle_no_request() throws IOException {
        raw(POST + bearer() + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED);

        nothingSmuggled();
    }

    @Test
    void chunks_and_length_together_smuggle_no_request() throws IOException {
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
        assertThat(StubUpstreams.patients().received).isEmpty();
    }

    @Test
    void chunks_of_an_http_1_0_client_are_refused() throws IOException {
        String answer = raw("POST /api/v1/patients HTTP/1.0\r\nHost: clinic\r\n" + bearer()
                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.").contains(" 400 ");
        assertThat(StubUpstreams.patients().received).isEmpty();
    }

    @Test
    void a_folded_header_makes_no_second_header() throws IOException {
        raw(GET + bearer() + "X-A: 1\r\n X-Forwarded-For: 6.6.6.6\r\nConnection: close\r\n\r\n");

        for (StubRequest seen : StubUpstreams.patients().received) {
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
    void a_malformed_header_is_harmless(String header) throws IOException {
        String answer = raw(GET + bearer() + header + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain("X-Evil").doesNotContain(" 500 ");
        for (StubRequest seen : StubUpstreams.patients().received) {
            assertThat(seen.header("x-evil")).isNull();
            assertThat(seen.all("x-forwarded-for")).containsExactly("127.0.0.1");
        }
    }

    private static void nothingSmuggled() {
        assertThat(StubUpstreams.patients().received)
                .noneMatch(seen -> seen.target().contains("smuggled") && seen.header("authorization") != null);
        assertThat(StubUpstreams.patients().received.stream()
                        .filter(seen -> seen.target().contains("smuggled")))
                .isEmpty();
    }
}
