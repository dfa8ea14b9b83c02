package polyclinic.gateway.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.ClinicEvents.id;
import static polyclinic.gateway.testing.ClinicEvents.waits;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.request;
import static polyclinic.gateway.testing.GatewayClient.send;
import static polyclinic.gateway.testing.GatewayClient.slug;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.commons.features.SuiteFeature;
import polyclinic.gateway.testing.FeedClient;
import polyclinic.gateway.testing.FeedSocket;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;
import polyclinic.gateway.tls.ClientTrust;
import polyclinic.gateway.upstreams.UpstreamsConfig;

/** What a flag switches off at the gateway. */
@QuarkusTest
class KnownFeaturesTest {
    private static final String OFF = "{\"on\":false,\"rules\":[]}";
    private static final String OFF_FOR_NURSES = "{\"on\":true,\"rules\":[{\"roles\":[\"nurse\"],\"on\":false}]}";

    @Inject
    KnownFeatures features;

    @Inject
    Vertx vertx;

    @Inject
    UpstreamsConfig upstreams;

    @Inject
    ClientTrust trust;

    private final String patient = id();
    private final String doctor = id();
    private final String nurse = token("nurse");

    @BeforeEach
    @AfterEach
    void switchOn() {
        StubUpstreams.all().forEach(StubUpstream::start);
        StubUpstreams.all().forEach(StubUpstream::reset);
        await().until(() -> Arrays.stream(SuiteFeature.values()).allMatch(features::isOnForAll));
    }

    @Test
    void who_may_not_have_the_live_feed_any_more_is_told_and_goes_on_later_where_they_were() {
        String queue = "?topics=queue&doctorId=" + doctor;
        try (FeedClient client = FeedClient.open(queue, nurse);
                FeedClient reception = FeedClient.open(queue, token("receptionist"))) {
            waits(patient, doctor);
            client.await(1);

            switchTo(SuiteFeature.LIVE_FEED, OFF_FOR_NURSES);

            client.awaitEnd();
            assertThat(client.events().get(1).name()).isEqualTo("close");
            assertThat(client.events().get(1).data().getString("reason")).isEqualTo("switched-off");
            HttpResponse<String> refused = get("/api/v1/stream" + queue, nurse);
            assertOff(refused);
            assertThat(refused.headers().firstValue("retry-after")).contains("30");
            String missed = waits(patient, doctor);
            assertThat(reception.await(2).get(1).data().getString("entityId")).isEqualTo(missed);
            assertThat(get("/api/v1/changes", nurse).statusCode()).isEqualTo(200);

            switchOn();
            try (FeedClient again = FeedClient.open(queue, nurse, client.lastId())) {
                assertThat(again.await(1).get(0).data().getString("entityId")).isEqualTo(missed);
            }
        }
    }

    @Test
    void an_open_websocket_is_closed_with_the_reason() {
        try (FeedSocket socket = FeedSocket.open("?topics=queue", nurse)) {
            switchTo(SuiteFeature.LIVE_FEED, OFF);

            assertThat(socket.awaitEnd()).isEqualTo("1013 switched-off");
        }
    }

    @Test
    void without_the_change_feed_clients_come_back_later() {
        switchTo(SuiteFeature.CHANGE_FEED, OFF);

        assertOff(get("/api/v1/changes", nurse));
    }

    @Test
    void without_the_cache_every_request_goes_to_its_service_and_changes_are_noted_all_the_same() {
        StubUpstream service = StubUpstreams.appointments();
        service.namesCaller = true;
        String path = "/api/v1/doctors?q=" + UUID.randomUUID();
        await().until(() -> status(get(path, nurse)).startsWith("polyclinic; hit"));
        String kept = get(path, nurse).body();

        switchTo(SuiteFeature.RESPONSE_CACHE, OFF);
        service.received.clear();
        HttpResponse<String> first = get(path, nurse);
        HttpResponse<String> second = get(path, nurse);
        assertThat(service.received).hasSize(2);
        assertThat(List.of(status(first), status(second))).containsOnly("");
        send(request("/api/v1/doctors")
                .header("Authorization", "Bearer " + nurse)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));

        features(SuiteFeature.RESPONSE_CACHE, "{\"on\":true,\"rules\":[]}");
        await().until(() -> features.isOn(SuiteFeature.RESPONSE_CACHE));
        assertThat(get(path, nurse).body()).isNotEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/api/v1/medical-records/search,MEANING_SEARCH",
        "POST,/api/v1/transcripts,TRANSCRIPTS",
        "POST,/api/v1/transcripts/0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b/segments,TRANSCRIPTS",
        "POST,/api/v1/medications/import,IMPORTS",
        "POST,/api/v1/interactions/import,IMPORTS",
        "GET,/api/v1/reports/revenue,REVENUE_REPORT"
    })
    void an_operation_of_a_service_is_refused_without_asking_the_service(
            String method, String path, SuiteFeature feature) {
        assertThat(call(method, path, nurse).statusCode()).isEqualTo(200);
        switchTo(feature, OFF_FOR_NURSES);
        StubUpstreams.all().forEach(stub -> stub.received.clear());

        assertOff(call(method, path, nurse));
        assertThat(StubUpstreams.all()).allMatch(stub -> stub.received.isEmpty());
        assertThat(call(method, path, token("doctor")).statusCode()).isEqualTo(200);
    }

    @Test
    void what_there_is_of_a_feature_that_is_off_can_be_read() {
        switchTo(SuiteFeature.TRANSCRIPTS, OFF);
        assertThat(get("/api/v1/transcripts", nurse).statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/transcripts/" + id(), nurse).statusCode()).isEqualTo(200);

        switchTo(SuiteFeature.IMPORTS, OFF);
        assertThat(get("/api/v1/medications/import/" + id(), nurse).statusCode())
                .isEqualTo(200);
    }

    @Test
    void another_replica_is_asked_when_one_is_gone() {
        StubUpstreams.notes().get(0).kill();
        features(SuiteFeature.CHANGE_FEED, OFF);
        await().until(() -> !features.isOn(SuiteFeature.CHANGE_FEED));

        StubUpstreams.notes().get(0).start();
        StubUpstreams.notes().get(1).kill();
        features(SuiteFeature.LIVE_FEED, OFF);
        await().until(() -> !features.isOn(SuiteFeature.LIVE_FEED) && features.isOn(SuiteFeature.CHANGE_FEED));
    }

    @Test
    void while_nobody_says_anything_the_last_word_holds_and_before_the_first_everything_is_on() {
        switchTo(SuiteFeature.CHANGE_FEED, OFF);
        StubUpstreams.notes().forEach(StubUpstream::kill);
        KnownFeatures beginner = new KnownFeatures(vertx, upstreams, trust);
        beginner.start(new StartupEvent());
        try {
            assertOff(get("/api/v1/changes", nurse));
            assertThat(SuiteFeature.values()).allMatch(beginner::isOnForAll);

            StubUpstreams.notes().forEach(StubUpstream::start);
            await().until(() -> !beginner.isOn(SuiteFeature.CHANGE_FEED));
            assertOff(get("/api/v1/changes", nurse));
        } finally {
            beginner.stop(new ShutdownEvent());
        }
    }

    /** Rubbish is no word. */
    @Test
    void what_cannot_be_read_changes_nothing() {
        switchTo(SuiteFeature.CHANGE_FEED, OFF);
        for (String rubbish : List.of("", "[]", "{}", "{\"features\":{\"change-feed\":{\"on\":1}}}")) {
            StubUpstreams.notes().forEach(stub -> stub.features = rubbish);
            long before = questions();
            // The second one was asked after the first one's answer had been read.
            await().until(() -> questions() >= before + 2);
            assertThat(features.isOn(SuiteFeature.CHANGE_FEED)).isFalse();
        }
        // It goes on asking.
        features(SuiteFeature.IMPORTS, OFF);
        await().until(() -> !features.isOn(SuiteFeature.IMPORTS) && features.isOn(SuiteFeature.CHANGE_FEED));
    }

    private void switchTo(SuiteFeature feature, String state) {
        features(feature, state);
        await().until(() -> !features.isOnForAll(feature));
    }

    private static void features(SuiteFeature feature, String state) {
        StubUpstreams.notes()
                .forEach(stub -> stub.features = "{\"features\":{\"" + feature.flag() + "\":" + state + "}}");
    }

    private static long questions() {
        return StubUpstreams.notes().stream()
                .mapToLong(stub -> stub.featureQuestions.get())
                .sum();
    }

    private static void assertOff(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(slug(answer)).isEqualTo("feature-off");
    }

    private static HttpResponse<String> call(String method, String path, String token) {
        return send(request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}")));
    }

    private static String status(HttpResponse<String> answer) {
        return answer.headers().firstValue("cache-status").orElse("");
    }

    private static String token(String role) {
        return TestTokens.of(role, Map.of("sub", UUID.randomUUID().toString()));
    }
}
