package polyclinic.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.ClinicEvents.id;
import static polyclinic.gateway.testing.ClinicEvents.waits;
import static polyclinic.gateway.testing.GatewayClient.get;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.gateway.feed.FeedLog;
import polyclinic.gateway.feed.FeedNode;
import polyclinic.gateway.testing.FeedSocket;
import polyclinic.gateway.testing.GatewayClient;
import polyclinic.gateway.testing.StreamRequests;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;

/** The live feed as clients of WebSocket have it. */
@QuarkusTest
class WebSocketStreamTest {
    private static final int CLOSE_FRAME = 8;
    private static final int END_OF_CONNECTION = -1;
    private static final Pattern SLOW_READERS =
            Pattern.compile("polyclinic_feed_streams_ended_total\\{reason=\"slow-reader\"[^}]*} ([0-9.E]+)");

    @Inject
    FeedLog log;

    @Inject
    StreamRequests requests;

    private final List<FeedSocket> sockets = new ArrayList<>();
    private final String patient = id();
    private final String doctor = id();
    private final String own = "?topics=queue&doctorId=" + doctor;

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
        StubUpstreams.all().forEach(StubUpstream::start);
    }

    @AfterEach
    void close() {
        sockets.forEach(FeedSocket::close);
    }

    @Test
    void events_come_as_messages_and_the_first_message_says_where_to_go_on() {
        FeedSocket before = open(own).say("{}");
        waits(patient, doctor);
        long seen = before.await(1).get(0).getLong("seq");
        before.close();
        List<String> missed = List.of(waits(patient, doctor), waits(patient, doctor));
        await().until(() -> FeedNode.last(log) >= seen + 2);

        FeedSocket after = open(own).say("{\"lastEventId\":\"" + seen + "\"}");
        String live = waits(patient, doctor);

        assertThat(after.await(3))
                .extracting(event -> event.getString("entityId"))
                .containsExactly(missed.get(0), missed.get(1), live);
    }

    @Test
    void who_says_nothing_goes_on_from_when_they_came() {
        FeedSocket silent = open(own);

        String entry = waits(patient, doctor);

        assertThat(silent.await(1).get(0).getString("entityId")).isEqualTo(entry);
    }

    @Test
    void the_place_may_stand_in_the_address() {
        long last = FeedNode.last(log);
        String entry = waits(patient, doctor);
        await().until(() -> FeedNode.last(log) > last);

        FeedSocket client = open(own + "&after=" + last);

        assertThat(client.await(1).get(0).getString("entityId")).isEqualTo(entry);
    }

    @Test
    void a_place_that_is_not_in_the_log_is_a_gap_and_heartbeats_say_where_the_client_is() {
        FeedSocket client = open(own).say("{\"lastEventId\":1}");

        JsonObject gap = client.await(1).get(0);

        assertThat(gap.getString("type")).isEqualTo("gap");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> client.all().stream().anyMatch(message -> "heartbeat".equals(message.getString("type"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "7",
                "null",
                "{\"lastEventId\":-1}",
                "{\"lastEventId\":1.5}",
                "{\"lastEventId\":\"1 \"}",
                "{\"lastEventId\":[1]}",
                "{\"lastEventId\":99999999999999999999}",
                "{\"lastEventId\":1,\"topics\":\"alerts\"}",
                "{\"subscribe\":\"alerts\"}"
            })
    void a_first_message_that_is_not_as_agreed_ends_the_stream_with_the_reason(String message) {
        FeedSocket client = open(own).say(message);

        assertThat(client.awaitEnd()).isEqualTo("1008 malformed-message");
        assertThat(client.events()).isEmpty();
    }

    @Test
    void so_does_any_other_message_and_one_in_binary() {
        FeedSocket twice = open(own).say("{}").say("{}");
        FeedSocket binary = open(own);
        binary.socket().sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();

        assertThat(twice.awaitEnd()).isEqualTo("1008 malformed-message");
        assertThat(binary.awaitEnd()).isEqualTo("1008 malformed-message");
    }

    @Test
    void a_message_that_is_too_large_ends_the_stream() {
        FeedSocket client = open(own);

        client.socket().sendText("{\"lastEventId\":\"" + "1".repeat(100_000) + "\"}", true);

        assertThat(client.awaitEnd()).matches("(1008 malformed-message|broken.*)");
    }

    /** RFC 6455: what a client's library never sends ends its connection and nothing else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // Not masked.
                "81 02 7b 7d",
                // Opcodes that there are not, of data and of control.
                "83 80 00000000",
                "8b 80 00000000",
                // Bits of extensions that nobody has agreed on.
                "c1 82 00000000 7b7d",
                // A ping in pieces, and one of 126 bytes.
                "09 80 00000000",
                "89 fe 007e 00000000",
                // Goes on where nothing was begun.
                "80 82 00000000 7b7d",
                // Begins anew where something was begun.
                "01 81 00000000 7b 81 82 00000000 7b7d",
                // No UTF-8.
                "81 81 00000000 ff",
                // Lengths: 2^62, and one written longer than it is.
                "81 ff 4000000000000000 00000000",
                "81 fe 0002 00000000 7b7d",
                // Larger than a message may be, in pieces without end.
                "01 fe 0fff 00000000",
                // A close without a whole code, and one with a code that nobody may send.
                "88 81 00000000 03",
                "88 82 00000000 03ed"
            })
    void a_malformed_frame_ends_its_connection_and_no_other(String frame) throws IOException {
        FeedSocket other = open(own).say("{}");
        try (Socket socket = GatewayClient.socket()) {
            upgrade(socket, own);
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 101");
            byte[] bytes = HexFormat.of().parseHex(frame.replace(" ", ""));
            socket.getOutputStream().write(bytes);
            // What is announced comes, and more of it.
            byte[] more = new byte[4095];
            try {
                for (int i = 0; i < 3 && frame.startsWith("01 fe"); i++) {
                    socket.getOutputStream().write(more);
                    socket.getOutputStream().write(HexFormat.of().parseHex("00fe0fff00000000"));
                }
            } catch (IOException ended) {
                // Before all of it was sent.
            }

            assertThat(nextFrame(in)).isIn(END_OF_CONNECTION, CLOSE_FRAME);
        }

        String entry = waits(patient, doctor);
        assertThat(other.await(1).get(0).getString("entityId")).isEqualTo(entry);
        other.close();
        await().until(() -> requests.open() == 0);
    }

    private static void upgrade(Socket socket, String query) throws IOException {
        GatewayClient.write(
                socket,
                "GET /api/v1/stream" + query + "&present=false HTTP/1.1\r\nHost: clinic\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Version: 13\r\nAuthorization: Bearer " + token() + "\r\n\r\n");
    }

    /** The opcode of the first one; a stream that goes on sends heartbeats. */
    private static int nextFrame(InputStream in) throws IOException {
        try {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) head.append((char) in.read());
            int first = in.read();
            return first < 0 ? END_OF_CONNECTION : first & 0x0f;
        } catch (SocketException reset) {
            return END_OF_CONNECTION;
        }
    }

    @Test
    void who_takes_nothing_is_closed_and_holds_nobody_up() throws IOException {
        FeedSocket quick = open("?topics=alerts").say("{}");
        double before = slowReaders();
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4 * 1024);
            slow.connect(new InetSocketAddress("127.0.0.1", GatewayClient.port()), 2000);
            slow.setSoTimeout(15_000);
            upgrade(slow, "?topics=alerts");
            await().until(() -> slow.getInputStream().available() > 0);

            FeedNode.fill(log, 1_500, 8 * 1024);
            quick.await(1_500);

            // A pong.
            byte[] harmless = HexFormat.of().parseHex("8a8000000000");
            await().atMost(Duration.ofSeconds(15)).until(() -> GatewayClient.isReset(slow, harmless));
            assertThat(slowReaders()).isGreaterThan(before);
        }
        quick.close();
        await().until(() -> requests.open() == 0);
    }

    private static double slowReaders() {
        Matcher counter = SLOW_READERS.matcher(GatewayClient.send(GatewayClient.managementRequest("/q/metrics"))
                .body());
        return counter.find() ? Double.parseDouble(counter.group(1)) : 0;
    }

    @Test
    void a_socket_ends_with_its_token() {
        FeedSocket client = FeedSocket.open(
                own, TestTokens.of("nurse", Map.of("exp", Instant.now().getEpochSecond() + 3)));
        sockets.add(client);

        assertThat(client.awaitEnd()).isEqualTo("1008 token-expired");
    }

    @Test
    void who_may_not_have_a_stream_gets_no_socket() {
        assertThatThrownBy(() -> FeedSocket.open(own, TestTokens.forged("nurse")))
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("WebSocketHandshake");
        assertThatThrownBy(() -> FeedSocket.open("?topics=queue", TestTokens.of("cashier")))
                .isInstanceOf(CompletionException.class);
        assertThatThrownBy(() -> FeedSocket.open("?topics=nothing", TestTokens.of("nurse")))
                .isInstanceOf(CompletionException.class);
    }

    @Test
    void a_socket_that_is_closed_leaves_nothing_open() {
        String token = token();

        for (int i = 0; i < StubUpstreams.OPEN_REQUESTS + 8; i++)
            await().ignoreExceptions().until(() -> {
                FeedSocket.open(own, token).close();
                return true;
            });

        await().until(() -> get("/api/v1/patients", token).statusCode() == 200);
    }

    /** Else each end of the gateway would wait for them as long as it waits for any request. */
    @Test
    void a_socket_that_has_ended_is_no_open_request_any_more_whoever_ended_it() {
        await().until(() -> requests.open() == 0);
        FeedSocket client = open(own).say("{}");
        FeedSocket refused = open(own).say("x");
        assertThat(requests.open()).isPositive();

        refused.awaitEnd();
        client.close();

        await().until(() -> requests.open() == 0);
    }

    private FeedSocket open(String query) {
        FeedSocket socket = FeedSocket.open(query, token());
        sockets.add(socket);
        return socket;
    }

    private static String token() {
        return TestTokens.of("nurse", Map.of("sub", UUID.randomUUID().toString()));
    }
}
