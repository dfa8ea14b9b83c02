package polyclinic.gateway.sessions;

import static io.vertx.redis.client.Redis.createClient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.gateway.identityprovider.IdToken;
import polyclinic.gateway.identityprovider.OpenIdClientConfig;
import polyclinic.gateway.identityprovider.OpenIdProvider;
import polyclinic.gateway.identityprovider.ProviderTokens;
import polyclinic.gateway.sessions.BrowserSessions.Found;
import polyclinic.gateway.sessionstore.SealedStore;
import polyclinic.gateway.sessionstore.SessionConfig;
import polyclinic.gateway.sessionstore.SessionKey;
import polyclinic.gateway.testing.StubRealm;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Redis;

/** Two gateways share the sessions of their browsers, and the identity provider takes each refresh token once. */
class SharedSessionsTest {

    private record Gateway(BrowserSessions sessions, SealedStore store) {}

    private static final StubRealm REALM = new StubRealm();

    private static Redis redis;
    private static Vertx vertx;
    private static Gateway one;
    private static Gateway other;

    @BeforeAll
    static void start() {
        redis = Redis.start(Path.of("target", "servers", "shared-sessions").toAbsolutePath(), Probe.freePort());
        vertx = Vertx.vertx();
        one = gateway(Map.of());
        other = gateway(Map.of());
    }

    @AfterAll
    static void stop() {
        for (Gateway gateway : List.of(one, other)) gateway.store().stop(new ShutdownEvent());
        vertx.close();
        redis.stop();
        REALM.stop();
    }

    @BeforeEach
    void reset() {
        REALM.reset();
    }

    @Test
    void a_session_that_one_gateway_began_the_other_knows() {
        String secret = begin(one, 3_600);

        assertThat(use(other, secret))
                .isNotNull()
                .extracting(found -> found.session().name())
                .isEqualTo("nurse");
    }

    @Test
    void of_all_tabs_at_all_gateways_one_refreshes_and_all_go_on_with_what_it_got() {
        String secret = begin(one, 0);
        REALM.delayMs = 150;
        List<CompletableFuture<@Nullable Found>> asked = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Gateway gateway = i % 2 == 0 ? one : other;
            asked.add(later(() -> gateway.sessions().use(secret)));
        }

        List<String> tokens = asked.stream()
                .map(CompletableFuture::join)
                .map(found -> found == null ? "none" : found.session().accessToken())
                .distinct()
                .toList();

        assertThat(tokens).hasSize(1).doesNotContain("none", "old");
        assertThat(REALM.grants).hasSize(1);
    }

    @Test
    void a_session_that_ended_during_its_refresh_stays_ended() {
        String secret = begin(one, 0);
        REALM.delayMs = 150;
        CompletableFuture<@Nullable Found> refreshing =
                later(() -> one.sessions().use(secret));
        Awaitility.await().until(() -> !REALM.grants.isEmpty());

        result(() -> other.sessions().replace(SessionKey.of(secret)));

        assertThat(refreshing.join()).isNull();
        assertThat(use(other, secret)).isNull();
    }

    @Test
    void while_the_identity_provider_is_away_a_token_that_is_still_good_is_used() {
        String good = begin(one, 20);
        String over = begin(one, -1);
        REALM.kill();

        assertThat(use(one, good)).isNotNull();
        assertThatThrownBy(() -> use(one, over)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void however_much_comes_a_session_ends_at_its_latest_end() {
        Gateway shift = gateway(Map.of("polyclinic.gateway.sessions.longest", "300ms"));
        String secret = begin(shift, 3_600);

        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(20))
                .until(() -> use(shift, secret) == null);

        assertThat(result(() -> shift.sessions().find(secret)))
                .as("and is removed")
                .isNull();
        shift.store().stop(new ShutdownEvent());
    }

    private static String begin(Gateway gateway, int accessSeconds) {
        ProviderTokens tokens =
                new ProviderTokens("old", Instant.now().plusSeconds(accessSeconds), REALM.refreshToken("nurse"), null);
        IdToken person = new IdToken(UUID.randomUUID().toString(), "nurse", List.of("nurse"), "sid");
        return result(() -> gateway.sessions().begin(person, tokens, "127.0.0.1", "test"));
    }

    private static @Nullable Found use(Gateway gateway, String secret) {
        return result(() -> gateway.sessions().use(secret));
    }

    private static <T> T result(Supplier<Future<T>> work) {
        try {
            return later(work).get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(e.getCause());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** On an event loop, as in the gateway. */
    private static <T> CompletableFuture<T> later(Supplier<Future<T>> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        vertx.runOnContext(go -> work.get().onComplete(done -> {
            if (done.succeeded()) result.complete(done.result());
            else result.completeExceptionally(done.cause());
        }));
        return result;
    }

    private static Gateway gateway(Map<String, String> changes) {
        Map<String, String> values = new HashMap<>(Map.of(
                "polyclinic.gateway.openid.provider",
                REALM.url(),
                "polyclinic.gateway.openid.client-secret",
                StubRealm.CLIENT_SECRET));
        values.putAll(changes);
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SessionConfig.class)
                .withMapping(OpenIdClientConfig.class)
                .withDefaultValues(values)
                .build();
        SessionConfig sessions = config.getConfigMapping(SessionConfig.class);
        OpenIdClientConfig client = config.getConfigMapping(OpenIdClientConfig.class);
        SealedStore store = new SealedStore(sessions, client, vertx, createClient(vertx, redis.url()));
        store.start(new StartupEvent());
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> isConnected(store));
        OpenIdProvider provider = new OpenIdProvider(client, vertx, options -> options);
        return new Gateway(
                new BrowserSessions(store, sessions, provider, vertx, new SessionMetrics(new SimpleMeterRegistry())),
                store);
    }

    private static boolean isConnected(SealedStore store) {
        try {
            result(() -> store.get("nothing"));
            return true;
        } catch (SealedStore.Away notYet) {
            return false;
        }
    }
}
