package polyclinic.gateway.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polyclinic.gateway.testing.GatewayClient;
import polyclinic.gateway.testing.StubUpstreams;

/** One address cannot hold all connections, whether or not it sends anything on them. */
@QuarkusTest
class ConnectionLimitTest {

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) socket.close();
        sockets.clear();
    }

    @Test
    void idle_connections_beyond_an_address_s_limit_are_closed_and_others_are_served() throws IOException {
        for (int i = 0; i < StubUpstreams.CONNECTIONS; i++) sockets.add(GatewayClient.socketFrom("127.0.0.2"));

        assertThat(isServed("127.0.0.2")).isFalse();
        assertThat(isServed("127.0.0.3")).isTrue();

        close();

        await().until(() -> isServed("127.0.0.2"));
    }

    private static boolean isServed(String address) throws IOException {
        try (Socket socket = GatewayClient.socketFrom(address)) {
            GatewayClient.write(socket, "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n");
            return socket.getInputStream().read() == 'H';
        } catch (IOException reset) {
            return false;
        }
    }
}
