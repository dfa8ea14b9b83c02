package polyclinic.clients.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.clients.checks.CheckFailed;

/** Keycloak as it answers after its database was started again: each of its connections fails once. */
class UserSessionTest {
    private static final String TOKEN = "{\"access_token\":\"a token\",\"expires_in\":300}";
    private static final String ERROR = "{\"error_description\":\"why not\"}";

    private final Queue<Integer> answers = new ArrayDeque<>();
    private HttpServer server;
    private UserSession session;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/protocol/openid-connect/token", request -> {
            int status = answers.remove();
            byte[] body = (status == 200 ? TOKEN : ERROR).getBytes(StandardCharsets.UTF_8);
            request.sendResponseHeaders(status, body.length);
            request.getResponseBody().write(body);
            request.close();
        });
        server.start();
        session = new UserSession(
                HttpClient.newHttpClient(),
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "polyclinic-cli",
                "auditor",
                "a password");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_sign_in_that_meets_a_fault_is_repeated() {
        answers.addAll(List.of(500, 503, 200));

        assertThat(session.token()).isEqualTo("a token");
    }

    @Test
    void a_sign_in_that_is_refused_is_not() {
        answers.addAll(List.of(401, 200));

        assertThatThrownBy(session::token)
                .isInstanceOf(CheckFailed.class)
                .hasMessage("signing in as auditor failed: why not");
        assertThat(answers).containsExactly(200);
    }
}
