package polyclinic.gateway.openrequests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.request;
import static polyclinic.gateway.testing.GatewayClient.send;
import static polyclinic.gateway.testing.GatewayClient.slug;
import static polyclinic.gateway.testing.GatewayClient.write;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.gateway.testing.GatewayClient;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;

/** Uploads that come just fast enough leave connections to the service for others. */
@QuarkusTest
class OpenUploadsTest {

    private static final String PART = " ".repeat(2_000);

    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService senders = Executors.newSingleThreadScheduledExecutor();

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
        senders.scheduleAtFixedRate(this::sendOn, 0, 200, TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void close() throws IOException {
        senders.shutdownNow();
        for (Socket socket : sockets) socket.close();
    }

    @Test
    void one_caller_has_few_and_all_together_leave_connections() throws IOException {
        String caller = TestTokens.ofNewCaller();
        String other = TestTokens.ofNewCaller();
        begin(StubUpstreams.UPLOADS, caller);
        HttpResponse<String> refused = await().until(() -> upload(caller), answer -> answer.statusCode() != 200);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(slug(refused)).isEqualTo("too-many-open-requests");
        assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
        assertThat(get("/api/v1/assets", caller).statusCode()).isEqualTo(200);
        assertThat(upload(other).statusCode()).isEqualTo(200);

        begin(StubUpstreams.UPLOADS, TestTokens.ofNewCaller());
        HttpResponse<String> full = await().until(() -> upload(other), answer -> answer.statusCode() != 200);

        assertThat(full.statusCode()).isEqualTo(503);
        assertThat(get("/api/v1/assets", other).statusCode()).isEqualTo(200);

        close();

        await().until(() -> upload(caller).statusCode() == 200);
    }

    private static HttpResponse<String> upload(String token) {
        return send(request("/api/v1/assets")
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString("small")));
    }

    private void begin(int uploads, String token) throws IOException {
        for (int i = 0; i < uploads; i++) {
            Socket socket = GatewayClient.socket();
            write(
                    socket,
                    "POST /api/v1/assets HTTP/1.1\r\nHost: clinic\r\nAuthorization: Bearer " + token
                            + "\r\nContent-Length: 100000000\r\n\r\n" + PART);
            sockets.add(socket);
        }
    }

    private void sendOn() {
        for (Socket socket : sockets) {
            try {
                write(socket, PART);
            } catch (IOException closed) {
                sockets.remove(socket);
            }
        }
    }
}
