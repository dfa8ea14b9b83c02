package polyclinic.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.GatewayClient.bearer;
import static polyclinic.gateway.testing.GatewayClient.write;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.gateway.testing.GatewayClient;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;

/** Whoever takes a response hardly at all does not keep the service's connection for it. */
@QuarkusTest
class SlowReadersTest {

    private static final long HUGE = 300L << 20;

    @Inject
    MeterRegistry metrics;

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"huge", "huge-chunked"})
    void a_response_that_is_taken_byte_by_byte_is_broken_off(String kind) throws Exception {
        long before = brokenOff();
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress("127.0.0.1", GatewayClient.port()), 2000);
            write(
                    socket,
                    "GET /api/v1/assets/" + kind + "?bytes=" + HUGE + " HTTP/1.1\r\nHost: x\r\n" + bearer() + "\r\n");

            await().atMost(Duration.ofSeconds(20)).until(() -> {
                socket.getInputStream().read();
                return brokenOff() > before;
            });
        }

        assertThat(StubUpstreams.assets().bytesWritten.get()).isBetween(1L, HUGE - 1);
        assertThat(GatewayClient.get("/api/v1/assets").statusCode()).isEqualTo(200);
    }

    private long brokenOff() {
        return metrics.find("gateway.requests").tags("upstream", "asset-service", "outcome", "broken").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }
}
