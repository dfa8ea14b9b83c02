package polyclinic.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.ClinicEvents.appointment;
import static polyclinic.gateway.testing.ClinicEvents.id;
import static polyclinic.gateway.testing.ClinicEvents.waits;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.request;
import static polyclinic.gateway.testing.GatewayClient.send;
import static polyclinic.gateway.testing.GatewayClient.slug;
import static polyclinic.gateway.testing.GatewayClient.write;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.gateway.feed.FeedLog;
import polyclinic.gateway.feed.FeedNode;
import polyclinic.gateway.testing.FeedClient;
import polyclinic.gateway.testing.FeedClient.Event;
import polyclinic.gateway.testing.GatewayClient;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;

/** The live feed as clients of server-sent events have it. */
@QuarkusTest
class StreamTest {

    private static final String QUEUE = "?topics=queue";

    @Inject
    FeedLog log;

    private final List<FeedClient> clients = new ArrayList<>();
    private final String patient = id();
    private final String doctor = id();

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
        StubUpstreams.all().forEach(StubUpstream::start);
    }

    @AfterEach
    void close() {
        clients.forEach(FeedClient::close);
        StubUpstreams.all().forEach(StubUpstream::reset);
    }

    @Test
    void an_event_of_a_service_reaches_who_may_see_it_and_says_no_more_than_it_should() {
        FeedClient nurse = open("?topics=queue,appointments", token("nurse"));

        String entry = waits(patient, doctor);
        String appointment = appointment("booked", "scheduled", patient, doctor);

        List<Event> events = nurse.await(2);
        assertThat(events)
                .extracting(event -> event.data().getString("entityId"))
                .containsExactly(entry, appointment);
        Event first = events.get(0);
        assertThat(first.name()).isEqualTo("message");
        assertThat(first.data().fieldNames())
                .containsExactlyInAnyOrder("seq", "type", "occurredAt", "entityType", "entityId", "data");
        assertThat(first.data().getString("type")).isEqualTo("queue.entry-added.v1");
        assertThat(first.data().getString("entityType")).isEqualTo("queue_entry");
        assertThat(first.data().getJsonObject("data").getString("patientId")).isEqualTo(patient);
        assertThat(events.get(1).seq()).isGreaterThan(first.seq());
        assertThat(events.get(1).data().encode()).doesNotContain("Ada").doesNotContain("secret");
    }

    @Test
    void who_comes_back_with_the_last_id_gets_what_was_missed_once_and_in_order() {
        String token = token("nurse");
        FeedClient before = open(QUEUE + "&doctorId=" + doctor, token);
        waits(patient, doctor);
        before.await(1);
        before.close();
        List<String> missed = List.of(waits(patient, doctor), waits(patient, doctor), waits(patient, doctor));
        await().until(() -> FeedNode.last(log) >= Long.parseLong(before.lastId()) + 3);

        FeedClient after = open(QUEUE + "&doctorId=" + doctor, token, before.lastId());
        String live = waits(patient, doctor);

        assertThat(after.await(4))
                .extracting(event -> event.data().getString("entityId"))
                .containsExactly(missed.get(0), missed.get(1), missed.get(2), live);
    }

    @Test
    void a_heartbeat_moves_the_last_id_on_though_nothing_is_shown() {
        FeedClient client = open(QUEUE + "&doctorId=" + id(), token("nurse"));

        waits(patient, doctor);
        long last = FeedNode.last(log);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> !client.lastId().isEmpty() && Long.parseLong(client.lastId()) >= last);
        assertThat(client.events()).isEmpty();
    }

    @Test
    void a_place_that_is_not_in_the_log_is_answered_by_a_gap_and_then_by_what_there_is() {
        for (String unknown : List.of("1", Long.toString(FeedNode.last(log) + 1_000_000))) {
            FeedClient client = open(QUEUE + "&doctorId=" + doctor, token("nurse"), unknown);

            Event gap = client.await(1).get(0);
            String entry = waits(patient, doctor);

            assertThat(gap.name()).isEqualTo("gap");
            assertThat(gap.data().getLong("from")).isEqualTo(Long.parseLong(unknown));
            await().until(() -> client.events().stream()
                    .anyMatch(event -> entry.equals(event.data().getString("entityId"))));
            assertThat(client.events().stream().filter(event -> event.name().equals("gap")))
                    .hasSize(1);
        }
    }

    @Test
    void a_doctor_gets_their_own_calendar_while_the_patient_is_in_care_and_nothing_more_afterwards() {
        Set<String> inCare = ConcurrentHashMap.newKeySet();
        inCare.add(patient);
        StubUpstreams.patients().sees = (subject, asked) -> inCare.contains(asked);
        StubUpstreams.appointments().doctor = doctor;
        String token = token("doctor");
        FeedClient client = open("?topics=queue,appointments", token);
        String first = waits(patient, doctor);
        waits(patient, id());
        waits(id(), doctor);
        client.await(1);

        inCare.remove(patient);
        String cancelled = appointment("cancelled", "cancelled", patient, doctor);
        waits(patient, doctor);

        Event end = client.await(2).get(1);
        assertThat(client.events().get(0).data().getString("entityId")).isEqualTo(first);
        assertThat(end.data().getString("entityId")).isEqualTo(cancelled);
        assertThat(end.data().encode()).doesNotContain(patient);
        FeedClient replay = open(
                "?topics=queue,appointments",
                token,
                Long.toString(client.events().get(0).seq() - 1));
        assertThat(replay.await(1).get(0).data().getString("entityId")).isEqualTo(cancelled);
        assertThat(client.events()).hasSize(2);
        assertThat(replay.events()).hasSize(1);
    }

    @Test
    void a_patient_gets_what_is_their_own() {
        FeedClient client = open("?topics=appointments,patients", TestTokens.of("patient", claims(patient)));
        StubUpstreams.patients().sees = (subject, asked) -> asked.equals(patient);

        appointment("booked", "scheduled", id(), doctor);
        String own = appointment("booked", "scheduled", patient, doctor);

        assertThat(client.await(1).get(0).data().getString("entityId")).isEqualTo(own);
        assertThat(client.events()).hasSize(1);
    }

    @Test
    void nobody_is_told_of_a_patient_before_patient_service_has_said_in_their_name_that_they_may_be() {
        String token = token("nurse");
        FeedClient client = open(QUEUE + "&doctorId=" + doctor, token);

        waits(patient, doctor);
        client.await(1);

        assertThat(StubUpstreams.patients().received).anySatisfy(asked -> {
            assertThat(asked.path()).isEqualTo("/api/v1/patients/visible");
            assertThat(asked.token()).isEqualTo(token);
            assertThat(asked.header("x-forwarded-for")).isEqualTo("127.0.0.1");
            assertThat(asked.header("x-forwarded-proof")).isNotNull();
        });
    }

    @Test
    void while_nobody_can_say_who_may_see_it_an_event_waits_and_then_comes() {
        FeedClient client = open(QUEUE + "&doctorId=" + doctor, token("nurse"));
        StubUpstreams.patients().hangsUp = true;

        String entry = waits(patient, doctor);
        await().until(() -> !StubUpstreams.patients().received.isEmpty());
        assertThat(client.events()).isEmpty();
        StubUpstreams.patients().hangsUp = false;

        assertThat(client.await(1).get(0).data().getString("entityId")).isEqualTo(entry);
    }

    @Test
    void who_has_no_role_for_a_topic_or_no_token_is_refused() {
        assertThat(slug(stream(QUEUE, token("cashier")))).isEqualTo("forbidden");
        assertThat(slug(stream(QUEUE, TestTokens.expired("nurse")))).isEqualTo("unauthorized");
        assertThat(slug(stream(QUEUE, TestTokens.forged("nurse")))).isEqualTo("unauthorized");
        assertThat(slug(send(request("/api/v1/stream")))).isEqualTo("unauthorized");
        assertThat(slug(send(GatewayClient.asDoctor("/api/v1/stream").POST(BodyPublishers.noBody()))))
                .isEqualTo("method-not-allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?topics=",
                "?topics=care",
                "?topics=QUEUE",
                "?topics=queue,,tasks",
                "?topics=queue%0d%0aset-cookie:%20a=1",
                "?doctorId=7",
                "?doctorId=1-1-1-1-1",
                "?patientId=%00",
                "?after=-1",
                "?after=1%0d%0a",
                "?after=9999999999999999999",
                "?after=1e3",
                "?present=perhaps"
            })
    void what_is_not_as_the_contract_says_is_refused(String query) {
        assertThat(stream(query, token("nurse")).statusCode()).isIn(400, 422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "99999999999999999999", "1;2", "0x10"})
    void a_last_event_id_that_is_none_is_refused(String id) {
        assertThat(slug(send(request("/api/v1/stream" + QUEUE)
                        .header("Authorization", "Bearer " + token("nurse"))
                        .header("Last-Event-ID", id))))
                .isEqualTo("invalid-input");
    }

    @Test
    void one_caller_has_so_many_streams_and_gets_the_place_of_one_that_is_closed() {
        String token = TestTokens.of("nurse", Map.of("sub", UUID.randomUUID().toString()));
        for (int i = 0; i < 8; i++) open(QUEUE, token);

        assertThat(slug(stream(QUEUE, token))).isEqualTo("too-many-streams");
        clients.get(3).close();

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> open(QUEUE, token));
    }

    /** As after a restart of the gateway: more than there are connections to Redis, and than may wait for one by default. */
    @Test
    void everybody_who_comes_back_at_once_is_let_in() {
        ExecutorService callers = Executors.newFixedThreadPool(200);
        try {
            List<Future<FeedClient>> opened = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String token = token("nurse");
                opened.add(callers.submit(() -> FeedClient.open(QUEUE, token)));
            }
            assertThat(opened).allSatisfy(one -> clients.add(one.get()));
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void a_stream_that_is_closed_leaves_nothing_open() {
        String token = token("nurse");

        for (int i = 0; i < StubUpstreams.OPEN_REQUESTS + 8; i++)
            await().ignoreExceptionsInstanceOf(AssertionError.class).until(() -> {
                FeedClient.open(QUEUE, token).close();
                return true;
            });

        await().until(() -> get("/api/v1/patients", token).statusCode() == 200);
    }

    @Test
    void who_takes_nothing_is_closed_with_the_reason_and_holds_nobody_up() throws IOException {
        FeedClient quick = open("?topics=alerts", token("nurse"));
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4 * 1024);
            slow.connect(new InetSocketAddress("127.0.0.1", GatewayClient.port()), 2000);
            write(
                    slow,
                    "GET /api/v1/stream?topics=alerts&present=false HTTP/1.1\r\nHost: clinic\r\nAuthorization: Bearer "
                            + token("nurse") + "\r\n\r\n");
            slow.setSoTimeout(15_000);
            await().until(() -> slow.getInputStream().available() > 0);

            FeedNode.fill(log, 1_500, 8 * 1024);
            quick.await(1_500);

            await().atMost(Duration.ofSeconds(15))
                    .until(() -> GatewayClient.isReset(slow, "\r\n".getBytes(StandardCharsets.US_ASCII)));
        }
        assertThat(GatewayClient.send(GatewayClient.managementRequest("/q/metrics"))
                        .body())
                .containsPattern("polyclinic_feed_streams_ended_total\\{reason=\"slow-reader\"[^}]*} [1-9]");
    }

    @Test
    void a_stream_ends_with_its_token() {
        FeedClient client =
                open(QUEUE, TestTokens.of("nurse", Map.of("exp", Instant.now().getEpochSecond() + 3)));

        client.awaitEnd();

        Event end = client.events().get(client.events().size() - 1);
        assertThat(end.name()).isEqualTo("close");
        assertThat(end.data().getString("reason")).isEqualTo("token-expired");
    }

    private FeedClient open(String query, String token) {
        return open(query, token, null);
    }

    private FeedClient open(String query, String token, @Nullable String lastId) {
        FeedClient client = FeedClient.open(query, token, lastId);
        clients.add(client);
        return client;
    }

    private static HttpResponse<String> stream(String query, String token) {
        return get("/api/v1/stream" + query, token);
    }

    private static Map<String, Object> claims(String patient) {
        return Map.of("sub", UUID.randomUUID().toString(), "patient_id", patient);
    }

    /** Each test's callers are their own: an answer about one is remembered. */
    private static String token(String role) {
        return TestTokens.of(role, Map.of("sub", UUID.randomUUID().toString()));
    }
}
