package polyclinic.audit.signins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.audit.ServiceTest;
import polyclinic.audit.clients.IdentityProviderEvents;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.mongo.Lease;

@QuarkusTest
class SignInCollectionTest extends ServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    SignInCollection collection;

    @Inject
    IdentityProviderEvents provider;

    @Inject
    SignInEntries entries;

    @Inject
    EventPositions positions;

    @Inject
    Audit audit;

    @Inject
    Lease lease;

    @Inject
    SignInConfig config;

    private final String account = UUID.randomUUID().toString();
    private long time = System.currentTimeMillis() - 1000;

    @BeforeEach
    void begin() {
        StubEvents.serve();
        collection("event_positions").deleteMany(new Document());
    }

    @Test
    void a_wrong_password_and_a_right_one_are_two_entries_that_the_auditor_finds() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        SignInCollection replica = replica(metrics);
        StubEvents.signIn(event("LOGIN_ERROR", Map.of("error", "invalid_user_credentials")));
        StubEvents.signIn(event("LOGIN", Map.of("sessionId", "session-1")));
        StubEvents.signIn(event("LOGOUT", Map.of("sessionId", "session-1")));

        replica.collect().await().indefinitely();

        JsonPath found = entries(3);
        assertThat(found.getList("items.action")).containsExactly("logout", "login", "login_failed");
        assertThat(found.getList("items.entityType")).containsExactly("session", "session", "account");
        assertThat(found.getList("items.outcome")).containsExactly("success", "success", "failed");
        assertThat(found.getString("items[2].reason")).isEqualTo("invalid_user_credentials");
        assertThat(found.getString("items[1].actor.name")).isEqualTo("paula");
        assertThat(found.getString("items[1].source.ip")).isEqualTo("198.51.100.7");
        assertThat(found.getString("items[1].entityId")).isEqualTo("session-1");
        assertThat(metrics.counter("polyclinic.logins.failed").count()).isEqualTo(1);
    }

    @Test
    void what_replicas_and_restarts_read_again_is_in_the_trail_once() {
        StubEvents.signIn(event("LOGIN", Map.of("sessionId", "s")));
        replica(new SimpleMeterRegistry()).collect().await().indefinitely();
        collection("event_positions").deleteMany(new Document());

        replica(new SimpleMeterRegistry()).collect().await().indefinitely();
        StubEvents.signIn(event("LOGOUT", Map.of("sessionId", "s")));
        replica(new SimpleMeterRegistry()).collect().await().indefinitely();

        assertThat(entries(2).getList("items.action")).containsExactly("logout", "login");
    }

    @Test
    void a_failure_midway_loses_nothing() {
        int many = 2 * config.page() + 7;
        for (int i = 0; i < many; i++) StubEvents.signIn(event("LOGIN", Map.of("sessionId", "s" + i)));
        StubEvents.failAfterPages(1);
        assertThatThrownBy(() -> collection.collect().await().indefinitely()).isNotNull();
        StubEvents.recover();

        collection.collect().await().indefinitely();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(collection("entries")
                        .countDocuments(new Document("actor.subject", account).append("action", "login")))
                .isEqualTo(many));
    }

    /** Otherwise the position would stay in the middle of them for ever. */
    @Test
    void more_events_within_the_overlap_than_a_round_reads_do_not_stop_the_trail() {
        int many = 100;
        for (int i = 0; i < many; i++) StubEvents.signIn(event("LOGIN", Map.of("sessionId", "s" + i)));
        SignInCollection replica = replica(new SimpleMeterRegistry(), pagesOf(2));

        for (int round = 0; round < 3; round++) replica.collect().await().indefinitely();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(collection("entries")
                        .countDocuments(new Document("actor.subject", account).append("action", "login")))
                .isEqualTo(many));
    }

    @Test
    void an_event_that_shows_up_late_with_an_earlier_time_is_found() {
        long earlier = time - config.overlap().toMillis() / 2;
        StubEvents.signIn(event("LOGIN", Map.of("sessionId", "s")));
        collection.collect().await().indefinitely();

        StubEvents.signIn(event("LOGIN_ERROR", Map.of("error", "invalid_user_credentials", "time", earlier)));
        collection.collect().await().indefinitely();

        assertThat(entries(2).getList("items.action")).containsExactly("login", "login_failed");
    }

    @Test
    void what_nobody_is_called_is_not_in_the_trail_for_it_may_be_a_password() {
        Map<String, Object> typed = event("LOGIN_ERROR", Map.of("error", "user_not_found"));
        typed.remove("userId");
        String secret = "hunter-" + UUID.randomUUID();
        typed.put("details", Map.of("username", secret));
        StubEvents.signIn(typed);

        collection.collect().await().indefinitely();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(collection("entries")
                        .countDocuments(new Document("reason", "user_not_found").append("actor.subject", "unknown")))
                .isEqualTo(1));
        for (Document entry : collection("entries").find(new Document("reason", "user_not_found")))
            assertThat(entry.toJson()).doesNotContain(secret);
    }

    @Test
    void a_role_that_is_granted_is_an_entry_that_names_it() {
        StubEvents.administration(Map.of(
                "id",
                UUID.randomUUID().toString(),
                "time",
                time,
                "operationType",
                "CREATE",
                "resourceType",
                "REALM_ROLE_MAPPING",
                "resourcePath",
                "users/" + account + "/role-mappings/realm",
                "representation",
                "[{\"name\":\"doctor\"},{\"name\":\"admin\"}]",
                "authDetails",
                Map.of("userId", "an-administrator", "ipAddress", "198.51.100.8")));

        collection.collect().await().indefinitely();

        JsonPath found = await().atMost(PATIENCE)
                .until(
                        () -> as("auditor")
                                .queryParam("entityId", account)
                                .get("/api/v1/audit")
                                .jsonPath(),
                        answer -> answer.getList("items").size() == 1);
        assertThat(found.getString("items[0].action")).isEqualTo("grant_role");
        assertThat(found.getString("items[0].reason")).isEqualTo("doctor, admin");
        assertThat(found.getString("items[0].actor.subject")).isEqualTo("an-administrator");
    }

    /** Another instance of the service, which has read nothing yet. */
    private SignInCollection replica(SimpleMeterRegistry metrics) {
        return replica(metrics, config);
    }

    private SignInCollection replica(SimpleMeterRegistry metrics, SignInConfig chosen) {
        return new SignInCollection(provider, entries, positions, audit, lease, metrics, chosen);
    }

    private SignInConfig pagesOf(int events) {
        return new SignInConfig() {
            @Override
            public String every() {
                return config.every();
            }

            @Override
            public int page() {
                return events;
            }

            @Override
            public Duration overlap() {
                return config.overlap();
            }
        };
    }

    private Map<String, Object> event(String type, Map<String, Object> more) {
        Map<String, Object> event = new HashMap<>(Map.of(
                "id",
                UUID.randomUUID().toString(),
                "time",
                time++,
                "type",
                type,
                "realmId",
                "r",
                "clientId",
                "polyclinic-mobile",
                "userId",
                account,
                "ipAddress",
                "198.51.100.7",
                "details",
                Map.of("username", "paula")));
        event.putAll(more);
        return event;
    }

    /** The account's entries, newest first, once there are so many. */
    private JsonPath entries(int count) {
        return await().atMost(PATIENCE)
                .until(
                        () -> as("auditor")
                                .queryParam("actor", account)
                                .get("/api/v1/audit")
                                .jsonPath(),
                        answer -> answer.getList("items").size() == count);
    }
}
