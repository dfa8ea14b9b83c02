package polyclinic.gateway.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.slug;
import static polyclinic.gateway.testing.GatewayClient.write;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.gateway.testing.GatewayClient;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;

/** Whoever sends a body slowly, or not to its end, holds nothing that others need. */
@QuarkusTest
class StalledBodiesTest {

    private static final int MALFORMED = 20;

    private final String caller = TestTokens.ofNewCaller();
    private final String other = TestTokens.ofNewCaller();
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) socket.close();
    }

    @Test
    void a_stalled_body_takes_no_connection_to_the_service_and_only_the_callers_own_places() throws IOException {
        for (int i = 0; i < StubUpstreams.OPEN_REQUESTS; i++)
            post("/api/v1/patients", caller, "Content-Length: 1000", "{");

        HttpResponse<String> refused = await().until(() -> get("/api/v1/patients", caller), a -> a.statusCode() == 429);
        HttpResponse<String> served = get("/api/v1/patients", other);

        assertThat(slug(refused)).isEqualTo("too-many-open-requests");
        assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
        assertThat(served.statusCode()).isEqualTo(200);
        assertThat(StubUpstreams.patients().received).hasSizeBetween(1, 3);
        assertThat(StubUpstreams.patients().connectionsAccepted()).isLessThanOrEqualTo(3);

        close();

        await().atMost(Duration.ofSeconds(10))
                .until(() -> get("/api/v1/patients", caller).statusCode() == 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/patients", "/api/v1/assets"})
    void a_body_that_comes_too_slowly_is_408_and_ends_the_connection(String path) throws IOException {
        Socket socket = post(path, caller, "Content-Length: 100000", "{");

        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

        assertThat(answer)
                .startsWith("HTTP/1.1 408")
                .contains("request-timeout")
                .containsIgnoringCase("connection: close");
        assertThat(get(path, other).statusCode()).isEqualTo(200);
        assertThat(StubUpstreams.all().stream()
                        .mapToInt(stub -> stub.received.size())
                        .sum())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/patients", "/api/v1/assets"})
    void malformed_chunks_are_never_held_against_the_service(String path) throws IOException {
        for (int round = 0; round < 3; round++) {
            List<Socket> malformed = new ArrayList<>();
            for (int i = 0; i < MALFORMED; i++)
                malformed.add(post(path, caller, "Transfer-Encoding: chunked", "5\r\nhello\r\n"));
            if (path.endsWith("assets"))
                await().until(() -> StubUpstreams.assets().bytesRead.get() > 0);
            for (Socket socket : malformed) write(socket, "ZZ\r\n");
            for (Socket socket : malformed) readToEnd(socket);

            assertThat(get(path, other).statusCode()).as("round " + round).isEqualTo(200);
        }
    }

    @Test
    void clients_that_go_away_during_a_request_are_not_held_against_the_service_and_leave_nothing_open()
            throws IOException {
        for (int sent = MALFORMED; sent <= 2 * StubUpstreams.OPEN_REQUESTS; sent += MALFORMED) {
            StubUpstreams.assets().holdResponses = true;
            for (int i = 0; i < MALFORMED; i++) {
                Socket socket = request("GET /api/v1/assets/held", caller, "Accept: */*", "");
                // Not even HTTP, while the answer is being waited for
                write(socket, "\u0001\u0002 nonsense\r\n\r\n");
                socket.close();
            }
            int received = sent;
            await().until(() -> StubUpstreams.assets().received.size() >= received);
            StubUpstreams.assets().holdResponses = false;
            await().until(() -> get("/api/v1/assets", caller).statusCode() == 200);
            StubUpstreams.assets().received.removeIf(request -> !request.lastSegment()
                    .equals("held"));
        }

        assertThat(get("/api/v1/assets", other).statusCode()).isEqualTo(200);
    }

    @Test
    void what_is_held_of_all_bodies_together_is_bounded() throws IOException {
        for (int i = 0; i < 10; i++) postAlmostWhole(4, TestTokens.ofNewCaller());

        assertThat(statusLines()).contains("HTTP/1.1 503").containsOnly("HTTP/1.1 503", "HTTP/1.1 408");
        assertThat(StubUpstreams.patients().received).isEmpty();
        assertThat(GatewayClient.post("/api/v1/patients", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void one_caller_s_bodies_leave_memory_for_those_of_others() throws IOException {
        postAlmostWhole(40, caller);

        assertThat(statusLines()).contains("HTTP/1.1 429").containsOnly("HTTP/1.1 429", "HTTP/1.1 408");
        assertThat(GatewayClient.post("/api/v1/patients", "{}").statusCode()).isEqualTo(200);
    }

    private void postAlmostWhole(int times, String token) throws IOException {
        String almost = " ".repeat((1 << 20) - 1);
        for (int i = 0; i < times; i++) post("/api/v1/patients", token, "Content-Length: " + (1 << 20), almost);
    }

    private List<String> statusLines() throws IOException {
        List<String> answers = new ArrayList<>();
        for (Socket socket : sockets)
            answers.add(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
        return answers;
    }

    private Socket post(String path, String token, String framing, String begun) throws IOException {
        return request("POST " + path, token, framing, begun);
    }

    private Socket request(String methodAndPath, String token, String header, String begun) throws IOException {
        Socket socket = GatewayClient.socket();
        sockets.add(socket);
        write(
                socket,
                methodAndPath + " HTTP/1.1\r\nHost: clinic\r\nAuthorization: Bearer " + token + "\r\n" + header
                        + "\r\n\r\n" + begun);
        return socket;
    }

    private static void readToEnd(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
        } catch (IOException reset) {
            // That is an end, too.
        }
    }
}
