package polyclinic.local.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.certificates.LocalAuthority;
import polyclinic.local.process.Probe;
import polyclinic.local.process.ServerCertificate;
import polyclinic.local.process.ServerProcess;

/** What a server with a certificate answers: its own authority's clients, and nobody in clear text. */
@DisabledIfSystemProperty(named = "quick", matches = ".*")
class EncryptedServersTest {
    /** How long a server that has answered others may be silent before that counts as no answer. */
    private static final int SILENCE_MS = 2_000;

    private static final int TIMEOUT_MS = 20_000;
    private static final byte[] HTTP = "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** The first request of a Kafka client, version 0: its length, key 18, version, correlation id, no client id. */
    private static final byte[] API_VERSIONS = ByteBuffer.allocate(14)
            .putInt(10)
            .putShort((short) 18)
            .putShort((short) 0)
            .putInt(1)
            .putShort((short) -1)
            .array();

    /** The first message of a MongoDB client, {@code {hello: 1, $db: "admin"}} as OP_MSG. */
    private static final byte[] HELLO = hello();

    /** A TLS alert (RFC 8446) is all that may be answered to clear text. */
    private static final int ALERT = 21;

    @TempDir
    static Path shared;

    @TempDir
    Path dir;

    private static LocalAuthority authority;
    private static ServerCertificate stranger;

    @BeforeAll
    static void provide() {
        authority = LocalAuthority.in(shared.resolve("tls"));
        authority.provide(List.of("postgres", "redis", "kafka", "admin", "s3", "mongo"));
        LocalAuthority other = LocalAuthority.in(shared.resolve("other"));
        other.provide(List.of());
        stranger = other.certificate("nobody");
    }

    @Test
    void postgres() throws Exception {
        try (Postgres postgres = Postgres.at(dir, Probe.freePort(), List.of("patient"))) {
            start(postgres);

            try (Socket clear = open(postgres)) {
                byte[] user = "user\0patient\0database\0patient\0\0".getBytes(StandardCharsets.US_ASCII);
                DataOutputStream out = new DataOutputStream(clear.getOutputStream());
                out.writeInt(8 + user.length);
                out.writeInt(3 << 16);
                out.write(user);
                assertThat(new String(clear.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("E")
                        .contains("no encryption");
            }
            believedByItsOwnClientsAlone(postgres);
        }
    }

    @Test
    void redis() throws Exception {
        try (Redis redis = Redis.at(dir, Probe.freePort()).secured()) {
            start(redis);

            assertThat(redis.url()).startsWith("rediss://");
            believedByItsOwnClientsAlone(redis);
            refusesClearText(redis, "PING\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void kafka() throws Exception {
        Kafka kafka = Kafka.at(dir, Probe.freePort(), Probe.freePort(), Map.of());
        try (kafka) {
            start(kafka);

            assertThat(kafka.administrator()).containsEntry("POLYCLINIC_KAFKA_PROTOCOL", "SSL");
            believedByItsOwnClientsAlone(kafka);
            refusesClearText(kafka, API_VERSIONS);
        }
    }

    @Test
    void s3() throws Exception {
        try (S3 s3 = S3.at(dir, Probe.freePort(), List.of("assets", "audit"))) {
            start(s3);

            assertThat(Probe.http(s3.url() + "/assets", authority.certificate("s3")))
                    .isEqualTo(403);
            believedByItsOwnClientsAlone(s3);
            refusesClearText(s3, HTTP);
        }
    }

    @Test
    void mongo() throws Exception {
        try (Mongo mongo = Mongo.at(dir, Probe.freePort())) {
            start(mongo);

            believedByItsOwnClientsAlone(mongo);
            refusesClearText(mongo, HELLO);
        }
    }

    /** Both are what a server without a certificate answers; otherwise its silence would prove nothing. */
    @Test
    void without_a_certificate_the_same_words_are_answered() throws Exception {
        try (Kafka kafka = Kafka.at(dir.resolve("kafka"), Probe.freePort(), Probe.freePort(), Map.of());
                Mongo mongo = Mongo.at(dir.resolve("mongo"), Probe.freePort())) {
            kafka.start();
            mongo.start();

            assertThat(answer(kafka, API_VERSIONS, TIMEOUT_MS)).isNotNegative();
            assertThat(answer(mongo, HELLO, TIMEOUT_MS)).isNotNegative();
        }
    }

    private static byte[] hello() {
        byte[] name = "hello\0".getBytes(StandardCharsets.US_ASCII);
        byte[] database = "$db\0".getBytes(StandardCharsets.US_ASCII);
        byte[] admin = "admin\0".getBytes(StandardCharsets.US_ASCII);
        int document = 4 + 1 + name.length + 4 + 1 + database.length + 4 + admin.length + 1;
        int length = 16 + 4 + 1 + document;
        return ByteBuffer.allocate(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .putInt(1)
                .putInt(0)
                .putInt(2013)
                .putInt(0)
                .put((byte) 0)
                .putInt(document)
                .put((byte) 0x10)
                .put(name)
                .putInt(1)
                .put((byte) 0x02)
                .put(database)
                .putInt(admin.length)
                .put(admin)
                .put((byte) 0)
                .array();
    }

    private static void start(ServerProcess server) {
        server.encrypt(authority.certificate(server.name()));
        server.start();
    }

    private static void refusesClearText(ServerProcess server, byte[] request) throws IOException {
        assertThat(answer(server, request, SILENCE_MS)).isIn(-1, ALERT);
    }

    /** Returns the first byte of the answer, -1 for none. */
    private static int answer(ServerProcess server, byte[] request, int timeoutMs) throws IOException {
        try (Socket clear = open(server)) {
            clear.setSoTimeout(timeoutMs);
            clear.getOutputStream().write(request);
            try {
                return clear.getInputStream().read();
            } catch (SocketTimeoutException silent) {
                return -1;
            } catch (IOException closed) {
                return -1;
            }
        }
    }

    private static void believedByItsOwnClientsAlone(ServerProcess server) throws Exception {
        handshake(server, authority.certificate(server.name()));
        assertThatThrownBy(() -> handshake(server, stranger)).isInstanceOf(SSLHandshakeException.class);
    }

    private static void handshake(ServerProcess server, ServerCertificate client) throws IOException {
        try (Socket clear = open(server)) {
            if (server instanceof Postgres) {
                new DataOutputStream(clear.getOutputStream()).write(new byte[] {0, 0, 0, 8, 4, (byte) 210, 22, 47});
                assertThat(clear.getInputStream().read()).isEqualTo('S');
            }
            try (SSLSocket socket = (SSLSocket)
                    client.clientContext().getSocketFactory().createSocket(clear, "127.0.0.1", server.port(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
            }
        }
    }

    private static Socket open(ServerProcess server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(TIMEOUT_MS);
        return socket;
    }
}
