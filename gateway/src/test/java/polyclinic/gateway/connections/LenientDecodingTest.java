package polyclinic.gateway.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.testing.GatewayClient.bearer;
import static polyclinic.gateway.testing.GatewayClient.raw;
import static polyclinic.gateway.testing.GatewayClient.rawOne;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.web.StubRequest;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;

/** What a strict parser would end with a bare status or none: it is served, or refused in a way that somebody can look up. */
@QuarkusTest
class LenientDecodingTest {

    private static final String REST = " HTTP/1.1\r\nHost: clinic\r\nConnection: close\r\n";

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '~',
            value = {
                "identifier=urn:example:bar|x identifier=urn:example:bar%7Cx",
                "q=100% q=100%25",
                "q=a\"b<c>^`{d}[e]\\f q=a%22b%3Cc%3E%5E%60%7Bd%7D%5Be%5D%5Cf",
                "q=J\u00c3\u00bcrgen q=J%C3%BCrgen",
                "after=%%% after=%25%25%25",
                "phone=+919812345678 phone=+919812345678"
            })
    void a_query_that_was_not_escaped_reaches_the_service_escaped(String sent, String received) throws IOException {
        String answer = raw("GET /api/v1/patients?" + sent + REST + bearer() + "\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(StubUpstreams.patients().received)
                .extracting(StubRequest::target)
                .containsExactly("/api/v1/patients?" + received);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/patients?q=\u00e4",
                "/api/v1/patients?q=a b",
                "/api/v1/patients/..\\audit",
                "/api/v1/patients/%zz",
                "/api/v1/patients/100%"
            })
    void an_address_that_cannot_be_read_in_one_way_is_refused_with_a_problem(String address) throws IOException {
        assertProblem(raw("GET " + address + REST + bearer() + "\r\n"), 400);
        assertThat(StubUpstreams.patients().received).isEmpty();
    }

    static Stream<Arguments> unparsable() {
        String post = "POST /api/v1/patients HTTP/1.1\r\nHost: clinic\r\nContent-Type: application/json\r\n";
        String get = "GET /api/v1/patients HTTP/1.1\r\nHost: clinic\r\n";
        return Stream.of(
                Arguments.of("no HTTP at all", "hello\r\n\r\n", 400),
                Arguments.of("no version", "GET /api/v1/patients\r\nHost: clinic\r\n\r\n", 400),
                Arguments.of("no address", "GET HTTP/1.1\r\nHost: clinic\r\n\r\n", 400),
                Arguments.of("another version", "GET /api/v1/patients HTTP/2.0\r\nHost: clinic\r\n\r\n", 400),
                Arguments.of("another protocol", "GET / SIP/2.0\r\nHost: clinic\r\n\r\n", 400),
                Arguments.of("a header without a colon", get + "Nonsense\r\n\r\n", 400),
                Arguments.of("a header with a blank in its name", get + "X Y: 1\r\n\r\n", 400),
                Arguments.of("a blank before the colon", get + "X-Y : 1\r\n\r\n", 400),
                Arguments.of("NUL in a header", get + "X-Y: a\u0000b\r\n\r\n", 400),
                Arguments.of("a length that is no number", post + "Content-Length: x\r\n\r\n{}", 400),
                Arguments.of("a negative length", post + "Content-Length: -1\r\n\r\n{}", 400),
                Arguments.of("two lengths", post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400),
                Arguments.of("an unknown transfer coding", post + bearer() + "Transfer-Encoding: x\r\n\r\n{}", 400),
                Arguments.of(
                        "a chunk without a size",
                        post + bearer() + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
                        400),
                Arguments.of(
                        "a chunk without a size of somebody who has yet to be counted",
                        post + "Authorization: Bearer " + TestTokens.ofNewCaller()
                                + "\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
                        400),
                Arguments.of(
                        "a chunk larger than any",
                        post + bearer() + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}\r\n",
                        400),
                Arguments.of("a header of 100,000 characters", get + "X-Y: " + "x".repeat(100_000) + "\r\n\r\n", 431),
                Arguments.of("10,000 headers", get + "X-Y: 1\r\n".repeat(10_000) + "\r\n", 431),
                Arguments.of(
                        "an address of 100,000 characters",
                        "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: clinic\r\n\r\n",
                        414));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void unparsable(String what, String request, int status) throws IOException {
        assertProblem(rawOne(request), status);
        assertThat(StubUpstreams.all()).allMatch(upstream -> upstream.received.isEmpty());
    }

    @Test
    void who_asks_for_what_stands_in_for_such_a_request_is_refused_like_it() throws IOException {
        assertProblem(rawOne("GET /.unparsed/431" + REST + "\r\n"), 431);
        assertProblem(rawOne("GET /.unparsed/x" + REST + "\r\n"), 400);
    }

    @Test
    void requests_before_a_broken_one_are_answered() throws IOException {
        String answers = raw("GET /api/v1/patients HTTP/1.1\r\nHost: clinic\r\n" + bearer() + "\r\nnonsense\r\n\r\n");

        assertThat(answers).startsWith("HTTP/1.1 200").contains("HTTP/1.1 400").contains("malformed-request");
    }

    private static void assertProblem(String answer, int status) {
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answer.toLowerCase(Locale.ROOT))
                .contains("content-type: application/problem+json")
                .contains("x-request-id: ")
                .contains("x-content-type-options: nosniff")
                .contains("cache-control: no-store")
                .contains("\"type\":\"urn:polyclinic:problem:")
                .contains("\"traceid\":\"")
                .doesNotContain(".unparsed");
    }
}
