package polyclinic.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.Client.asDoctor;
import static polyclinic.gateway.Client.bearer;
import static polyclinic.gateway.Client.slug;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies flow through and are never held: more bytes than this process has memory, and back-pressure both ways. */
@QuarkusTest
class StreamingTest {

    private static final long HUGE = 300L << 20;

    /**
     * All the buffers between one end and the other; what is held beyond would be the gateway's. Most of it is the
     * kernel's: it lets the buffers of both connections grow, up to {@code tcp_rmem} and {@code tcp_wmem}, which is 6 and
     * 4 MiB each on one machine and 32 and 4 MiB on another.
     */
    private static final long IN_FLIGHT = 80L << 20;

    @BeforeEach
    void forget() {
        Services.assets().forget();
        Services.patients().forget();
    }

    @ParameterizedTest
    @ValueSource(strings = {"huge", "huge-chunked"})
    void a_huge_download_comes_through(String kind) throws Exception {
        HttpResponse<InputStream> answer = Client.HTTP.send(
                asDoctor("/api/v1/assets/" + kind + "?bytes=" + HUGE).build(), BodyHandlers.ofInputStream());

        assertThat(count(answer.body())).isEqualTo(HUGE);
    }

    @Test
    void a_huge_upload_goes_through() throws Exception {
        HttpResponse<String> answer = Client.HTTP.send(
                asDoctor("/api/v1/assets")
                        .POST(BodyPublishers.ofInputStream(() -> new Zeros(HUGE)))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("{\"length\":" + HUGE + "}");
    }

    @Test
    void a_client_that_reads_slowly_slows_the_service_down() throws Exception {
        try (Socket socket = Client.socket()) {
            write(socket, "GET /api/v1/assets/huge?bytes=" + HUGE + " HTTP/1.1\r\nHost: x\r\n" + bearer() + "\r\n");
            assertThat(socket.getInputStream().read()).isEqualTo('H');

            long settled = settled(Services.assets().written);

            assertThat(settled).isBetween(1L, IN_FLIGHT);
            assertThat(count(socket.getInputStream(), HUGE)).isGreaterThanOrEqualTo(HUGE);
        }
    }

    @Test
    void a_service_that_reads_slowly_slows_the_client_down() throws Exception {
        Services.assets().readBodies = false;
        AtomicLong sent = new AtomicLong();
        try (Socket socket = Client.socket()) {
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

            Services.assets().readBodies = true;
            byte[] status = socket.getInputStream().readNBytes(12);
            assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
            sender.join();
            assertThat(Services.assets().read).hasValue(HUGE);
        }
    }

    @Test
    void a_client_that_goes_away_stops_the_service() throws Exception {
        try (Socket socket = Client.socket()) {
            write(
                    socket,
                    "GET /api/v1/assets/huge?bytes=" + (HUGE * 100) + " HTTP/1.1\r\nHost: x\r\n" + bearer() + "\r\n");
            socket.getInputStream().readNBytes(100_000);
        }

        settled(Services.assets().written);
        assertThat(Services.assets().written.get()).isLessThan(HUGE);
        assertThat(Client.get("/api/v1/assets").statusCode()).isEqualTo(200);
    }

    @Test
    void a_client_that_goes_away_while_sending_leaves_the_service_with_less_than_it_promised() throws Exception {
        try (Socket socket = Client.socket()) {
            write(socket, "POST /api/v1/assets HTTP/1.1\r\nHost: x\r\n" + bearer() + "Content-Length: 1000000\r\n\r\n");
            socket.getOutputStream().write(new byte[10_000]);
            socket.getOutputStream().flush();
            await().until(() -> Services.assets().read.get() > 0);
        }

        Thread.sleep(300);
        assertThat(Services.assets().seen).isEmpty();
        assertThat(Client.get("/api/v1/assets").statusCode()).isEqualTo(200);
    }

    @Test
    void a_body_that_is_declared_too_large_is_refused_before_it_comes() throws Exception {
        HttpResponse<String> answer =
                Client.send(asDoctor("/api/v1/patients").POST(BodyPublishers.ofByteArray(new byte[(1 << 20) + 1])));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(slug(answer)).isEqualTo("too-large");
        assertThat(Services.patients().seen).isEmpty();
        assertThat(Services.patients().read).hasValue(0);
    }

    @Test
    void a_body_of_50_megabytes_is_answered_even_while_it_is_being_sent() throws Exception {
        HttpResponse<String> answer =
                Client.send(asDoctor("/api/v1/patients").POST(BodyPublishers.ofByteArray(new byte[50 << 20])));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(Services.patients().seen).isEmpty();
    }

    @Test
    void a_body_of_exactly_the_limit_passes() {
        assertThat(Client.send(asDoctor("/api/v1/patients").POST(BodyPublishers.ofByteArray(new byte[1 << 20])))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void chunks_are_counted_too() throws Exception {
        HttpResponse<String> fits =
                Client.send(asDoctor("/api/v1/patients").POST(BodyPublishers.ofInputStream(() -> new Zeros(1 << 20))));
        Services.patients().forget();
        HttpResponse<String> answer =
                Client.send(asDoctor("/api/v1/patients").POST(BodyPublishers.ofInputStream(() -> new Zeros(3 << 20))));

        assertThat(fits.body()).isEqualTo("{\"length\":1048576}");
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(slug(answer)).isEqualTo("too-large");
        assertThat(Services.patients().seen).isEmpty();
        assertThat(Services.patients().read.get()).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void an_answer_before_the_body_s_end_reaches_the_client() throws Exception {
        HttpResponse<String> answer = Client.send(
                asDoctor("/api/v1/assets/early").POST(BodyPublishers.ofInputStream(() -> new Zeros(200_000))));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(Client.get("/api/v1/assets").statusCode()).isEqualTo(200);
    }

    @Test
    void many_at_once_share_the_connections() throws Exception {
        var answers = java.util.stream.IntStream.range(0, 300)
                .mapToObj(i -> Client.HTTP.sendAsync(
                        asDoctor("/api/v1/assets/huge?bytes=100000").build(), BodyHandlers.ofByteArray()))
                .toList();

        for (var answer : answers) assertThat(answer.get().body()).hasSize(100_000);
        assertThat(Services.assets().accepted.get()).isLessThanOrEqualTo(64);
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** The value once it has stood still for a second. */
    private static long settled(AtomicLong value) {
        AtomicLong last = new AtomicLong(-1);
        await().pollInterval(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(20))
                .until(() -> {
                    long now = value.get();
                    return now > 0 && last.getAndSet(now) == now;
                });
        return value.get();
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

    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long length) {
            left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] to, int from, int length) {
            if (left <= 0) return -1;
            int n = (int) Math.min(length, left);
            left -= n;
            return n;
        }
    }
}
