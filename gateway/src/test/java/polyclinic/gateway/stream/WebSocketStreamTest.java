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
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.gateway.feed.FeedLog;
import polyclinic.gateway.feed.FeedNode;
import polyclinic.gateway.testing.FeedSocket;
import polyclinic.gateway.testing.StreamRequests;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;

/** The live feed as clients of WebSocket have it. */
@QuarkusTest
class WebSocketStreamTest {

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
        await().atMost(Duration.ofSeconds(5))
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

        assertThat(client.awaitEnd()).matches("(100[269]|broken).*");
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
