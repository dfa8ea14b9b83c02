package polyclinic.gateway.testing;

import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyclinic.local.process.Distribution;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Redis;

/** A real Redis for the gateway under test. */
public final class GatewayRedis implements QuarkusTestResourceLifecycleManager {

    private static @Nullable Redis current;

    public static Redis current() {
        if (current == null) throw new IllegalStateException("not started");
        return current;
    }

    /** Sends a POSIX signal, e.g. {@code STOP}. */
    public static void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(current().pid()))
                .start()
                .waitFor();
    }

    /** Waits until Redis has handed its append-only file to the kernel, so that it survives being killed. */
    public static void awaitAppendOnlyFile() {
        await().atMost(Duration.ofSeconds(5)).until(() -> persistence().contains("aof_buffer_length:0\r\n"));
    }

    private static String persistence() {
        try (Socket socket = new Socket("127.0.0.1", current().port())) {
            socket.getOutputStream().write("INFO persistence\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        Path folder = Path.of("target", "servers", "redis").toAbsolutePath();
        Distribution.delete(folder);
        Redis redis = Redis.start(folder, Probe.freePort());
        current = redis;
        return Map.of("POLYCLINIC_REDIS_URL", redis.url());
    }

    @Override
    public void stop() {
        current().stop();
    }
}
