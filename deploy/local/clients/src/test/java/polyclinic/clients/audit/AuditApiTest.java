package polyclinic.clients.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.clients.http.UserSession;

/** A gateway that answers in an order no suite can be brought to: a verification of which one part after another meets a fault. */
class AuditApiTest {
    private static final String VALID = "{\"valid\":true}";
    private static final String PROBLEM = "{\"detail\":\"The store is away.\"}";

    private final Queue<Integer> answers = new ArrayDeque<>();
    private HttpServer server;
    private AuditApi api;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/protocol/openid-connect/token",
                request -> answer(request, 200, "{\"access_token\":\"a token\",\"expires_in\":300}"));
        server.createContext("/api/v1/audit/verify", request -> {
            int status = answers.remove();
            answer(request, status, status == 200 ? VALID : PROBLEM);
        });
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        HttpClient http = HttpClient.newHttpClient();
        api = new AuditApi(
                http,
                address,
                new UserSession(http, address, "polyclinic-cli", "auditor", "a password"),
                Duration.ofMillis(1));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void asks_again_when_it_takes_longer_than_the_gateway_waits_and_when_a_store_was_away() throws IOException {
        answers.addAll(List.of(504, 503, 504, 504, 504, 504, 502, 200));

        assertThat(api.verify().path("valid").asBoolean()).isTrue();
        assertThat(answers).isEmpty();
    }

    @Test
    void tells_of_a_fault_that_lasts() {
        answers.addAll(List.of(503, 503, 503, 503, 200));

        assertThatThrownBy(api::verify)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("503")
                .hasMessageContaining("The store is away.");
        assertThat(answers).as("not asked for ever").containsExactly(200);
    }

    @Test
    void does_not_ask_again_what_was_refused() {
        answers.addAll(List.of(403, 200));

        assertThatThrownBy(api::verify).isInstanceOf(IOException.class).hasMessageContaining("403");
        assertThat(answers).containsExactly(200);
    }

    private static void answer(HttpExchange request, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        request.sendResponseHeaders(status, bytes.length);
        request.getResponseBody().write(bytes);
        request.close();
    }
}
