package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.MongoServer;
import polyclinic.commons.testing.servers.S3Server;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.local.process.Jdk;
import polyclinic.local.process.Probe;

/**
 * The packaged asset-service as a process of its own, with half the heap that the local stack gives it: a file of four heaps
 * goes in and comes out, and what the process holds of the machine's memory stays where a few small transfers had left it.
 */
class TransferMemoryIT {
    private static final long MIB = 1024 * 1024;
    private static final long HEAP = 64 * MIB;
    private static final long LARGE = 4 * HEAP;
    private static final long MAX_GROWTH = HEAP / 2;
    private static final String BOUNDARY = "part-4711";
    private static final Duration TRANSFER_TIMEOUT = Duration.ofMinutes(10);

    private static final KafkaServer KAFKA = new KafkaServer();
    private static final MongoServer MONGO = new MongoServer();
    private static final S3Server S3 = new S3Server();
    private static final int PORT = Probe.freePort();
    private static final int MANAGEMENT_PORT = Probe.freePort();
    private static Process service;

    @BeforeAll
    static void start() throws Exception {
        S3.init(Map.of("bucket", "polyclinic-assets"));
        Map<String, String> settings = new HashMap<>(new Identity().start());
        settings.putAll(KAFKA.start());
        settings.putAll(MONGO.start());
        settings.putAll(S3.start());
        settings.put("POLYCLINIC_HTTP_PORT", String.valueOf(PORT));
        settings.put("POLYCLINIC_MANAGEMENT_PORT", String.valueOf(MANAGEMENT_PORT));
        settings.put(
                "POLYCLINIC_UPLOADS",
                Path.of("target", "memory-uploads").toAbsolutePath().toString());
        settings.put("POLYCLINIC_CLINIC_ZONE", "UTC");
        settings.put("MALLOC_ARENA_MAX", "2");
        List<String> command = new ArrayList<>(List.of(Jdk.newest().java().toString()));
        command.addAll(Jdk.newest().modern());
        command.addAll(List.of(
                "-Xms" + HEAP,
                "-Xmx" + HEAP,
                // What the heap holds of the machine from the start is no growth.
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-Xss512k",
                "-XX:ReservedCodeCacheSize=96m",
                "-XX:MaxDirectMemorySize=96m",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dquarkus.oidc.auth-server-url=" + settings.remove("quarkus.oidc.auth-server-url"),
                "-jar",
                Suite.root()
                        .resolve("asset-service/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(new File("target/memory.log"));
        builder.environment().putAll(settings);
        service = builder.start();
        awaitReady();
    }

    @AfterAll
    static void stop() throws Exception {
        if (service != null) {
            service.destroy();
            if (!service.waitFor(30, TimeUnit.SECONDS)) service.destroyForcibly();
        }
        S3.stop();
        MONGO.stop();
        KAFKA.stop();
    }

    @Test
    void a_file_of_four_heaps_in_and_out_does_not_grow_the_process() throws Exception {
        for (int i = 0; i < 6; i++) download(upload(24 * MIB, i), 24 * MIB, digest(24 * MIB, i));
        long warm = resident();
        Peak peak = new Peak();

        Instant begun = Instant.now();
        String id = upload(LARGE, 42);
        Instant stored = Instant.now();
        long afterUpload = peak.highest();
        download(id, LARGE, digest(LARGE, 42));
        Instant fetched = Instant.now();

        long highest = peak.end();
        System.out.printf(
                "resident: warm %d MiB, highest during upload %d MiB, highest %d MiB; in %d s, out %d s%n",
                warm / MIB,
                afterUpload / MIB,
                highest / MIB,
                Duration.between(begun, stored).toSeconds(),
                Duration.between(stored, fetched).toSeconds());
        assertThat(highest - warm).as("growth over %d MiB", warm / MIB).isLessThanOrEqualTo(MAX_GROWTH);
    }

    // --- the client ---

    private static String upload(long size, long seed) throws Exception {
        byte[] head = ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"metadata\"\r\n"
                        + "Content-Type: application/json\r\n\r\n{\"kind\":\"backup\"}\r\n--" + BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"dump.bin\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] tail = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket("127.0.0.1", PORT)) {
            socket.setSoTimeout((int) TRANSFER_TIMEOUT.toMillis());
            OutputStream out = socket.getOutputStream();
            out.write(request(
                    "POST",
                    "/api/v1/assets",
                    "Content-Type: multipart/form-data; boundary=" + BOUNDARY + "\r\nContent-Length: "
                            + (head.length + size + tail.length) + "\r\n"));
            out.write(head);
            byte[] block = block(seed);
            for (long sent = 0; sent < size; sent += block.length) out.write(block);
            out.write(tail);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 201");
            Matcher id = Pattern.compile("\"id\":\"([^\"]+)\"").matcher(answer);
            assertThat(id.find()).isTrue();
            return id.group(1);
        }
    }

    private static void download(String id, long size, String sha256) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", PORT)) {
            socket.setSoTimeout((int) TRANSFER_TIMEOUT.toMillis());
            socket.getOutputStream().write(request("GET", "/api/v1/assets/" + id + "/content", ""));
            InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                assertThat(next).as("the end within the head").isNotNegative();
                head.append((char) next);
            }
            assertThat(head.toString()).startsWith("HTTP/1.1 200");
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 * 1024];
            long received = 0;
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                received += n;
            }
            assertThat(received).isEqualTo(size);
            assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(sha256);
        }
    }

    private static byte[] request(String method, String path, String headers) {
        return (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                        + Tokens.of("admin") + "\r\n" + headers + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] block(long seed) {
        byte[] block = new byte[(int) MIB];
        new Random(seed).nextBytes(block);
        return block;
    }

    private static String digest(long size, long seed) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] block = block(seed);
        for (long done = 0; done < size; done += block.length) digest.update(block);
        return HexFormat.of().formatHex(digest.digest());
    }

    // --- the process ---

    private static long resident() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + service.pid() + "/status")))
            if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        throw new IOException("no VmRSS");
    }

    private static void awaitReady() throws Exception {
        Instant end = Instant.now().plusSeconds(90);
        while (true) {
            assertThat(service.isAlive())
                    .as(Files.readString(Path.of("target/memory.log")))
                    .isTrue();
            try (Socket socket = new Socket("127.0.0.1", MANAGEMENT_PORT)) {
                socket.setSoTimeout(5_000);
                socket.getOutputStream().write(request("GET", "/q/health/ready", ""));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (answer.startsWith("HTTP/1.1 200")) return;
            } catch (IOException notYet) {
                // It is starting.
            }
            assertThat(Instant.now()).as("ready in time").isBefore(end);
            Thread.sleep(200);
        }
    }

    /** Looks at the process twenty times a second. */
    private static final class Peak {
        private volatile long highest;
        private volatile boolean ended;
        private final Thread watcher = new Thread(this::watch, "peak");

        Peak() {
            watcher.setDaemon(true);
            watcher.start();
        }

        private void watch() {
            try {
                while (!ended) {
                    highest = Math.max(highest, resident());
                    Thread.sleep(50);
                }
            } catch (IOException | InterruptedException gone) {
                highest = Long.MAX_VALUE;
            }
        }

        long highest() {
            return highest;
        }

        long end() throws InterruptedException {
            ended = true;
            watcher.join();
            return highest;
        }
    }
}
