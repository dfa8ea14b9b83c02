package polyclinic.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.ClinicEvents.id;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.request;
import static polyclinic.gateway.testing.GatewayClient.send;
import static polyclinic.gateway.testing.GatewayClient.slug;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.gateway.callers.TestCallers;
import polyclinic.gateway.feed.FeedLog;
import polyclinic.gateway.feedaccess.CallerOrigin;
import polyclinic.gateway.feedaccess.FeedGate;
import polyclinic.gateway.feedaccess.FeedSubscriber;
import polyclinic.gateway.testing.FeedClient;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;

/** Who is here. The time after which somebody is gone is 1.5 s in tests. */
@QuarkusTest
class PresenceTest {

    private static final String PATH = "/api/v1/presence";
    private static final String PRESENT = "?topics=queue&present=true";

    @Inject
    FeedLog log;

    @Inject
    FeedGate gate;

    @Inject
    PresenceConfig config;

    private final List<FeedClient> clients = new ArrayList<>();
    private final String subject = id();
    private final String token = TestTokens.of("nurse", Map.of("sub", subject, "name", "Florence"));
    private final String watcher = TestTokens.of("cashier", Map.of("sub", id()));

    @BeforeEach
    void reset() {
        StubUpstreams.all().forEach(StubUpstream::reset);
        StubUpstreams.all().forEach(StubUpstream::start);
    }

    @AfterEach
    void close() {
        clients.forEach(FeedClient::close);
    }

    @Test
    void who_has_streams_is_here_once_and_gone_when_the_last_one_is_and_the_staff_is_told_of_both() {
        FeedClient live = open("?topics=presence", watcher);

        FeedClient desk = open(PRESENT, token);
        FeedClient phone = open(PRESENT, token);
        await().until(() -> isHere(subject));
        JsonObject person = people().stream()
                .filter(one -> subject.equals(one.getString("subject")))
                .findFirst()
                .orElseThrow();
        desk.close();
        await().during(config.expiry()).atMost(config.expiry().multipliedBy(3)).until(() -> isHere(subject));
        phone.close();

        await().until(() -> !isHere(subject));
        await().until(() -> steps(live).contains("presence.departed.v1"));
        assertThat(steps(live)).containsExactly("presence.arrived.v1", "presence.departed.v1");
        assertThat(person.fieldNames()).containsExactlyInAnyOrder("subject", "name", "roles", "since");
        assertThat(person.getString("name")).isEqualTo("Florence");
        assertThat(live.events().get(0).data().getJsonObject("data").encode()).isEqualTo("{\"roles\":[\"nurse\"]}");
        FeedClient stale =
                open("?topics=presence&after=" + (live.events().get(0).seq() - 1), watcher);
        await().until(() -> steps(stale).size() == 2);
    }

    @Test
    void of_a_gateway_that_is_killed_all_are_gone_but_those_whom_another_one_has_too() {
        FeedClient live = open("?topics=presence", watcher);
        Vertx killed = Vertx.vertx();
        StaffPresence other =
                new StaffPresence(killed, gate, new PresenceStore(log, config), config, new SimpleMeterRegistry());
        other.start(new StartupEvent());
        String both = id();
        String alone = id();

        open(PRESENT, TestTokens.of("doctor", Map.of("sub", both)));
        other.enter(subscriber(both));
        other.enter(subscriber(alone));
        await().until(() -> isHere(both) && isHere(alone));
        await().during(config.expiry()).atMost(config.expiry().multipliedBy(3)).until(() -> isHere(alone));
        killed.close().toCompletionStage().toCompletableFuture().join();

        await().until(() -> !isHere(alone));
        await().until(() -> steps(live, alone).contains("presence.departed.v1"));
        assertThat(isHere(both)).isTrue();
        assertThat(steps(live, alone)).containsExactly("presence.arrived.v1", "presence.departed.v1");
        assertThat(steps(live, both)).containsExactly("presence.arrived.v1");
    }

    @Test
    void patients_and_screens_on_walls_are_not_listed() {
        String patient = id();
        String screen = id();
        open("?topics=appointments&present=true", TestTokens.of("patient", Map.of("sub", patient, "patient_id", id())));
        open("?topics=queue&present=false", TestTokens.of("nurse", Map.of("sub", screen)));

        open(PRESENT, token);
        await().until(() -> isHere(subject));

        assertThat(isHere(patient)).isFalse();
        assertThat(isHere(screen)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"receptionist", "nurse", "doctor", "pharmacist", "lab_technician", "cashier", "auditor", "admin"
            })
    void whoever_works_here_may_ask(String role) {
        assertThat(get(PATH, TestTokens.of(role)).statusCode()).isEqualTo(200);
    }

    @Test
    void others_may_not_and_nothing_else_can_be_done() {
        assertThat(slug(get(PATH, TestTokens.of("patient")))).isEqualTo("forbidden");
        assertThat(slug(get("/api/v1/stream?topics=presence", TestTokens.of("patient"))))
                .isEqualTo("forbidden");
        assertThat(slug(get(PATH, TestTokens.expired("nurse")))).isEqualTo("unauthorized");
        assertThat(slug(send(
                        request(PATH).header("Authorization", "Bearer " + token).POST(BodyPublishers.noBody()))))
                .isEqualTo("method-not-allowed");
    }

    private static FeedSubscriber subscriber(String subject) {
        return new FeedSubscriber(
                TestCallers.of(TestTokens.of("doctor", Map.of("sub", subject))),
                null,
                new CallerOrigin("127.0.0.1", "presence", "00-1-1-00", null));
    }

    private List<String> steps(FeedClient live) {
        return steps(live, subject);
    }

    private static List<String> steps(FeedClient live, String whose) {
        return live.events().stream()
                .map(FeedClient.Event::data)
                .filter(event -> whose.equals(event.getString("entityId")))
                .map(event -> event.getString("type"))
                .toList();
    }

    private boolean isHere(String whose) {
        return people().stream().anyMatch(person -> whose.equals(person.getString("subject")));
    }

    private List<JsonObject> people() {
        HttpResponse<String> answer = get(PATH, watcher);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body())
                .getJsonArray("items").stream().map(JsonObject.class::cast).toList();
    }

    private FeedClient open(String query, String token) {
        FeedClient client = FeedClient.open(query, token);
        clients.add(client);
        return client;
    }
}
