package polyclinic.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.GatewayClient.asDoctor;
import static polyclinic.gateway.testing.GatewayClient.bearer;
import static polyclinic.gateway.testing.GatewayClient.write;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.gateway.testing.GatewayClient;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.ZeroStream;

/** Bodies are streamed and never buffered: more bytes than this process has memory, and back-pressure both ways. */
@QuarkusTest
class StreamingTest {

    private static final long HUGE = 300L << 20;

    /**
     * All the buffers between one end and the other; whatever exceeds them would be in the gateway's memory. Most of them
     * are the kernel's: it lets the buffers of both connections grow, up to {@code tcp_rmem} and {@code tcp_wmem}, which is 6 and
     * 4 MiB each on one machine and 32 and 4 MiB on another.
     */
    private static final long IN_FLIGHT = 80L << 20;

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"huge", "huge-chunked"})
    void a_huge_download_comes_through(String kind) throws Exception {
        HttpResponse<InputStream> answer = GatewayClient.HTTP.send(
                asDoctor("/api/v1/assets/" + kind + "?bytes=" + HUGE).build(), BodyHandlers.ofInputStream());

        assertThat(count(answer.body())).isEqualTo(HUGE);
    }

    @Test
    void a_huge_upload_goes_through() throws Exception {
        HttpResponse<String> answer = GatewayClient.HTTP.send(
                asDoctor("/api/v1/assets")
                        .POST(BodyPublishers.ofInputStream(() -> new ZeroStream(HUGE)))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("{\"length\":" + HUGE + "}");
    }

    @Test
    void a_client_that_reads_slowly_slows_the_service_down() throws Exception {
        try (Socket socket = GatewayClient.socket()) {
            write(socket, "GET /api/v1/assets/huge?bytes=" + HUGE + " HTTP/1.1\r\nHost: x\r\n" + bearer() + "\r\n");
            assertThat(socket.getInputStream().read()).isEqualTo('H');

            long settled = settled(StubUpstreams.assets().bytesWritten);

            assertThat(settled).isBetween(1L, IN_FLIGHT);
            assertThat(count(socket.getInputStream(), HUGE)).isGreaterThanOrEqualTo(HUGE);
        }
    }

    @Test
    void a_service_that_reads_slowly_slows_the_client_down() throws Exception {
        StubUpstreams.assets().readBodies = false;
        AtomicLong sent = new AtomicLong();
        try (Socket socket = GatewayClient.socket()) {
            Thread sender = new Thread(() -> {
                try {
                    write(
                            socket,
                            "POST /api/v1/assets/sink HTTP/1.1\r\nHost: x\r\n" + bearer() + "Content-Length: " + HUGE
                                    + "\r\n\r\n");
                    byte[] part = new byte[16 * 1024];
                    for (long left = HUGE; left > 0; left -= part.length) {
                        socket.getOutputStream().write(part);
                        sent.addAndGet(part.length);
                    }
                } catch (IOException closed) {
                    sent.set(-1);
                }
            });
            sender.start();

            long settled = settled(sent);
            assertThat(settled).isBetween(1L, IN_FLIGHT);

            StubUpstreams.assets().readBodies = true;
            byte[] status = socket.getInputStream().readNBytes(12);
            assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
            sender.join();
            assertThat(StubUpstreams.assets().bytesRead).hasValue(HUGE);
        }
    }

    @Test
    void a_client_that_disconnects_stops_the_service() throws Exception {
        try (Socket socket = GatewayClient.socket()) {
            write(
                    socket,
                    "GET /api/v1/assets/huge?bytes=" + (HUGE * 100) + " HTTP/1.1\r\nHost: x\r\n" + bearer() + "\r\n");
            socket.getInputStream().readNBytes(100_000);
        }

        settled(StubUpstreams.assets().bytesWritten);
        assertThat(StubUpstreams.assets().bytesWritten.get()).isLessThan(HUGE);
        assertThat(GatewayClient.get("/api/v1/assets").statusCode()).isEqualTo(200);
    }

    @Test
    void a_client_that_disconnects_while_sending_leaves_the_service_with_an_incomplete_body() throws Exception {
        try (Socket socket = GatewayClient.socket()) {
            write(socket, "POST /api/v1/assets HTTP/1.1\r\nHost: x\r\n" + bearer() + "Content-Length: 1000000\r\n\r\n");
            socket.getOutputStream().write(new byte[10_000]);
            socket.getOutputStream().flush();
            await().until(() -> StubUpstreams.assets().bytesRead.get() > 0);
        }

        Thread.sleep(300);
        assertThat(StubUpstreams.assets().received).isEmpty();
        assertThat(GatewayClient.get("/api/v1/assets").statusCode()).isEqualTo(200);
    }

    @Test
    void an_answer_before_the_body_s_end_reaches_the_client() throws Exception {
        HttpResponse<String> answer = GatewayClient.send(
                asDoctor("/api/v1/assets/early").POST(BodyPublishers.ofInputStream(() -> new ZeroStream(200_000))));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(GatewayClient.get("/api/v1/assets").statusCode()).isEqualTo(200);
    }

    @Test
    void many_concurrent_requests_share_the_connections() throws Exception {
        var answers = IntStream.range(0, 300)
                .mapToObj(i -> GatewayClient.HTTP.sendAsync(
                        GatewayClient.asOneOfTen(i, "/api/v1/assets/huge?bytes=100000")
                                .build(),
                        BodyHandlers.ofByteArray()))
                .toList();

        for (var answer : answers) assertThat(answer.get().body()).hasSize(100_000);
        assertThat(StubUpstreams.assets().connectionsAccepted()).isLessThanOrEqualTo(64);
    }

    /** The value once it has not changed for a second. */
    private static long settled(AtomicLong value) {
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(20))
                .during(Duration.ofSeconds(1))
                .until(unchanged(value));
        return value.get();
    }

    private static Callable<Boolean> unchanged(AtomicLong value) {
        AtomicLong last = new AtomicLong(-1);
        return () -> {
            long now = value.get();
            return now > 0 && last.getAndSet(now) == now;
        };
    }

    private static long count(InputStream in) throws IOException {
        return count(in, Long.MAX_VALUE);
    }

    private static long count(InputStream in, long enough) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        while (total < enough) {
            int n = in.read(buffer);
            if (n < 0) break;
            total += n;
        }
        return total;
    }
}
