package polyclinic.gateway.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import polyclinic.commons.testing.servers.RedisServer;

/** What a test does to the Redis of the gateway beyond killing and starting it. */
public final class RedisControl {
    private RedisControl() {}

    /** Sends a POSIX signal, e.g. {@code STOP}. */
    public static void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder(
                        "kill", "-" + name, Long.toString(RedisServer.current().pid()))
                .start()
                .waitFor();
    }

    /** Waits until Redis has handed its append-only file to the kernel, so that it survives being killed. */
    public static void awaitAppendOnlyFile() {
        await().atMost(Duration.ofSeconds(20)).until(() -> persistence().contains("aof_buffer_length:0\r\n"));
    }

    private static String persistence() {
        try (Socket socket = new Socket("127.0.0.1", RedisServer.current().port())) {
            socket.getOutputStream().write("INFO persistence\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
