package polyclinic.gateway.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.testing.GatewayClient.request;
import static polyclinic.gateway.testing.GatewayClient.send;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.gateway.testing.GatewayClient;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;
import polyclinic.gateway.testing.TightRateLimits;

/** What a trusted proxy reports about the client. */
@QuarkusTest
@TestProfile(TightRateLimits.class)
class TrustedProxyTest {

    private final String token = TestTokens.ofNewCaller();

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @Test
    void addresses_left_of_the_first_untrusted_one_are_ignored() {
        send(request("/api/v1/patients")
                .header("Authorization", "Bearer " + token)
                .header("X-Forwarded-For", "6.6.6.6, 203.0.113.5, 10.1.1.1"));

        assertThat(StubUpstreams.patients().received.peek().all("x-forwarded-for"))
                .containsExactly("203.0.113.5");
    }

    @Test
    void its_connections_are_not_limited_as_a_client_s_are() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) sockets.add(GatewayClient.socketFrom("127.0.0.2"));
            for (Socket socket : sockets) {
                GatewayClient.write(socket, "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
        } finally {
            for (Socket socket : sockets) socket.close();
        }
    }

    @Test
    void a_request_over_tls_is_answered_with_strict_transport_security() {
        HttpResponse<String> answer = send(request("/api/v1/patients")
                .header("Authorization", "Bearer " + token)
                .header("X-Forwarded-For", "203.0.113.5")
                .header("X-Forwarded-Proto", "https"));

        assertThat(answer.headers().firstValue("strict-transport-security")).isPresent();
        assertThat(StubUpstreams.patients().received.peek().header("x-forwarded-proto"))
                .isEqualTo("https");
    }
}
