package polyclinic.local.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.process.Probe;
import polyclinic.local.process.Processes;
import polyclinic.local.process.Secrets;
import polyclinic.local.process.ServerFailed;

/** Every server keeps over SIGKILL what it has acknowledged. */
@DisabledIfSystemProperty(named = "quick", matches = ".*")
class ServersTest {
    @TempDir
    Path dir;

    @Test
    void postgres_starts_again_after_sigkill_of_its_postmaster_alone() throws Exception {
        try (Postgres postgres = Postgres.start(dir, Probe.freePort(), List.of("patient", "appointment"))) {
            String password = postgres.password("patient");
            ProcessHandle postmaster = ProcessHandle.of(postgres.pid()).orElseThrow();
            postmaster.destroyForcibly();
            assertThat(Processes.awaitEnd(postmaster, Duration.ofSeconds(20))).isTrue();

            postgres.start();

            assertThat(postgres.isReady()).isTrue();
            assertThat(postgres.password("patient")).isEqualTo(password).isNotEqualTo(postgres.password("appointment"));
        }
        assertThat(Processes.workingIn(dir.resolve("data"))).isEmpty();
    }

    @Test
    void postgres_makes_a_database_that_was_not_there_at_the_first_start() {
        Postgres.start(dir, Probe.freePort(), List.of("patient")).stop();

        try (Postgres postgres = Postgres.start(dir, Probe.freePort(), List.of("patient", "prescription"))) {
            assertThat(postgres.isReady()).isTrue();
            assertThat(dir.resolve("made-prescription")).exists();
        }
    }

    @Test
    void redis_keeps_its_data_over_sigkill() throws Exception {
        try (Redis redis = Redis.start(dir, Probe.freePort())) {
            redis(redis.port(), "SET ward east");
            redis.kill();
            assertThat(redis.isAlive()).isFalse();

            redis.start();

            assertThat(redis(redis.port(), "GET ward")).contains("east");
        }
    }

    @Test
    void kafka_keeps_its_topics_over_sigkill() {
        try (Kafka kafka = Kafka.start(dir, Probe.freePort(), Probe.freePort(), Map.of("patient.events", topic(3)))) {
            kafka.createTopics(Map.of("audit.entries", topic(4)));
            kafka.kill();

            kafka.start();

            assertThat(kafka.isReady()).isTrue();
            assertThat(dir.resolve("data/patient.events-2")).isDirectory();
            assertThat(dir.resolve("data/audit.entries-3")).isDirectory();
        }
    }

    private static KafkaTopic topic(int partitions) {
        return new KafkaTopic(partitions, Duration.ofDays(21));
    }

    @Test
    void s3_asks_for_a_signature_and_has_its_buckets() {
        try (S3 s3 = S3.start(dir, Probe.freePort(), List.of("polyclinic-assets"))) {
            s3.kill();

            s3.start();

            assertThat(Probe.http(s3.url() + "/polyclinic-assets")).isEqualTo(403);
            assertThat(dir.resolve("data/polyclinic-assets")).isDirectory();
        }
    }

    @Test
    void mongo_keeps_an_acknowledged_document_over_sigkill() throws Exception {
        try (Mongo mongo = Mongo.start(dir, Probe.freePort())) {
            mongo(mongo.port(), insertOfSoap());
            mongo.kill();

            mongo.start();

            assertThat(mongo(mongo.port(), findInNotes())).contains("soap");
        }
    }

    @Test
    void the_failure_names_the_port_that_is_taken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Redis redis = Redis.at(dir, taken.getLocalPort());

            assertThatThrownBy(redis::start)
                    .isInstanceOf(ServerFailed.class)
                    .hasMessageContaining("redis")
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void one_that_outlived_its_starter_is_taken_over() {
        try (Redis first = Redis.start(dir, Probe.freePort())) {
            Redis second = Redis.at(dir, first.port());

            assertThat(second.adopt()).isTrue();

            assertThat(second.pid()).isEqualTo(first.pid());
        }
    }

    @Test
    void secrets_are_for_the_owner_only() throws Exception {
        Path file = dir.resolve("secrets.properties");

        String secret = Secrets.in(file).get("key");

        assertThat(Secrets.in(file).get("key")).isEqualTo(secret).hasSize(40);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    private static String redis(int port, String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[64];
            int read = socket.getInputStream().read(answer);
            return new String(answer, 0, read, StandardCharsets.US_ASCII);
        }
    }

    /** One OP_MSG with the document as its body section; the answer as text. */
    private static String mongo(int port, byte[] document) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(21 + document.length).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(message.capacity())
                .putInt(1)
                .putInt(0)
                .putInt(2013)
                .putInt(0)
                .put((byte) 0)
                .put(document);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(message.array());
            byte[] head = socket.getInputStream().readNBytes(4);
            int length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
            return new String(socket.getInputStream().readNBytes(length - 4), StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] insertOfSoap() {
        byte[] note = bson(string("type", "soap"));
        byte[] notes = bson(element(3, "0", note));
        return bson(string("insert", "notes"), element(4, "documents", notes), string("$db", "notes"));
    }

    private static byte[] findInNotes() {
        return bson(string("find", "notes"), string("$db", "notes"));
    }

    private static byte[] string(String name, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        ByteBuffer content = ByteBuffer.allocate(5 + text.length).order(ByteOrder.LITTLE_ENDIAN);
        return element(
                2, name, content.putInt(text.length + 1).put(text).put((byte) 0).array());
    }

    private static byte[] element(int type, String name, byte[] content) {
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + key.length + content.length)
                .put((byte) type)
                .put(key)
                .put((byte) 0)
                .put(content)
                .array();
    }

    private static byte[] bson(byte[]... elements) {
        int length = 5;
        for (byte[] element : elements) {
            length += element.length;
        }
        ByteBuffer document =
                ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN).putInt(length);
        for (byte[] element : elements) {
            document.put(element);
        }
        return document.put((byte) 0).array();
    }
}
