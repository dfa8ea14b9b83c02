package polyclinic.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.GatewayClient.request;
import static polyclinic.gateway.testing.GatewayClient.send;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.RedisServer;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.gateway.ratelimit.RedisConnectionHolder;
import polyclinic.gateway.testing.GatewayClient;
import polyclinic.gateway.testing.RedisControl;
import polyclinic.gateway.testing.StubUpstream;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;

@QuarkusTest
class ResponseCacheTest {
    private static final List<String> ROLES = List.of(
            "patient",
            "receptionist",
            "nurse",
            "doctor",
            "pharmacist",
            "lab_technician",
            "cashier",
            "auditor",
            "admin");

    @Inject
    Redis redis;

    @Inject
    Vertx vertx;

    /** Of which nothing is kept yet. */
    private final String query = "?q=" + UUID.randomUUID();

    private StubUpstream service;

    @BeforeEach
    void reset() {
        RedisServer.current().start();
        StubUpstreams.all().forEach(StubUpstream::reset);
        StubUpstreams.all().forEach(stub -> stub.namesCaller = true);
        service = StubUpstreams.appointments();
        await().until(() -> {
            String probe = "/api/v1/doctors?probe=" + UUID.randomUUID();
            read(probe, token("doctor"));
            return status(read(probe, token("doctor"))).startsWith("polyclinic; hit");
        });
        service.received.clear();
    }

    @AfterEach
    void restore() {
        RedisServer.current().start();
    }

    @Test
    void whoever_has_the_same_roles_gets_the_same_answer_and_is_told_how_old_it_is() {
        HttpResponse<String> first = read("/api/v1/doctors" + query, token("nurse"));
        HttpResponse<String> second = read("/api/v1/doctors" + query, token("nurse"));

        assertThat(service.received).hasSize(1);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(status(first)).isEqualTo("polyclinic; fwd=miss; stored");
        assertThat(status(second)).matches("polyclinic; hit; ttl=\\d+");
        for (HttpResponse<String> answer : List.of(first, second)) {
            assertThat(header(answer, "cache-control")).isEqualTo("private, no-cache");
            assertThat(header(answer, "age")).matches("\\d");
            assertThat(header(answer, "content-type")).isEqualTo("application/json");
            assertThat(header(answer, "ratelimit")).isNotEmpty();
        }
        assertThat(header(second, "etag")).isEqualTo(header(first, "etag")).startsWith("\"");
    }

    @Test
    void nobody_gets_what_was_kept_for_other_roles() {
        Set<Set<String>> all = new LinkedHashSet<>();
        for (String one : ROLES) for (String other : ROLES) all.add(Set.copyOf(List.of(one, other)));
        for (CacheableRoute route : CacheableRoute.values()) {
            String path = address(route.template()) + query;
            for (Set<String> roles : all) {
                String subject = UUID.randomUUID().toString();
                HttpResponse<String> answer =
                        read(path, token(subject, Map.of("realm_access", Map.of("roles", List.copyOf(roles)))));
                assertThat(answer.body()).as("%s for %s", path, roles).contains(subject);
            }
        }
    }

    /** Roles stand in other claims, too; whether a service goes by them is the service's to say. */
    @Test
    void a_role_counts_wherever_a_token_names_it() {
        String path = "/api/v1/doctors" + query;
        for (Map<String, Object> claims : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("groups", List.of("admin")),
                Map.of("resource_access", Map.of("appointment-service", Map.of("roles", List.of("admin")))),
                Map.of("resource_access", Map.of("gateway", Map.of("roles", List.of("admin")))),
                Map.of("scope", "openid admin"))) {
            String subject = UUID.randomUUID().toString();
            assertThat(read(path, token(subject, claims)).body())
                    .as(claims.toString())
                    .contains(subject);
        }
    }

    @Test
    void of_every_other_read_in_the_contracts_each_caller_gets_their_own() throws IOException {
        List<String> shared = new ArrayList<>();
        for (String template : reads()) {
            if (CacheableRoute.of(template) != null
                    || template.startsWith("/api/v1/audit")
                    || template.startsWith("/api/v1/dead-letters")
                    || template.startsWith("/api/v1/analytics")) continue;
            for (int i = 0; i < 2; i++) {
                String subject = UUID.randomUUID().toString();
                HttpResponse<String> answer = read(address(template) + query, token(subject, Map.of()));
                if (!answer.body().contains(subject)
                        || answer.headers().firstValue("cache-status").isPresent())
                    shared.add(template + ": " + answer.body());
            }
        }
        assertThat(shared).isEmpty();
    }

    @Test
    void a_change_is_seen_by_whoever_reads_after_it() {
        String doctors = "/api/v1/doctors" + query;
        String slots = "/api/v1/doctors/" + UUID.randomUUID() + "/slots" + query;
        String medications = "/api/v1/medications" + query;
        for (String path : List.of(doctors, slots, medications)) read(path, token("nurse"));

        change("/api/v1/appointments", token("nurse"));
        assertThat(isKept(slots)).isFalse();
        assertThat(isKept(doctors)).isTrue();
        change("/api/v1/doctors/" + UUID.randomUUID() + "/schedule", token("nurse"));
        assertThat(isKept(slots)).isFalse();
        assertThat(isKept(doctors)).isFalse();
        assertThat(isKept(medications)).isTrue();
        // Whether it was made before the answer broke off, nobody knows.
        change("/api/v1/doctors/dies", token("nurse"));
        assertThat(isKept(doctors)).isFalse();
        assertThat(isKept(doctors)).isTrue();
        change("/api/v1/medications", token("nurse"));
        assertThat(isKept(medications)).isFalse();
    }

    @Test
    void a_change_through_another_gateway_is_seen_here() {
        String path = "/api/v1/doctors" + query;
        read(path, token("nurse"));
        assertThat(isKept(path)).isTrue();

        RedisConnectionHolder connection = new RedisConnectionHolder("another gateway", vertx, redis, 1000);
        connection.start();
        await().until(connection::isConnected);
        new CacheStore(connection, 0)
                .changed("doctors")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        connection.stop();

        assertThat(isKept(path)).isFalse();
    }

    @Test
    void a_change_that_passed_no_gateway_is_seen_by_its_event() {
        String path = "/api/v1/doctors" + query;
        read(path, token("nurse"));
        assertThat(isKept(path)).isTrue();
        UUID doctor = UUID.randomUUID();

        TopicClient.publish(
                "appointment.events", "doctor.updated.v1", doctor, Map.of("doctorId", doctor, "version", 2));

        await().atMost(Duration.ofSeconds(10)).until(() -> !isKept(path));
    }

    @Test
    void many_who_ask_at_once_cost_one_request() {
        String path = "/api/v1/doctors/held" + query;
        service.holdResponses = true;
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) answers.add(readLater(path, token("nurse")));
        await().until(() -> !service.received.isEmpty());
        assertThat(answers).noneMatch(CompletableFuture::isDone);
        service.holdResponses = false;

        assertThat(answers.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                .containsOnly(200);
        assertThat(service.received).hasSize(1);
    }

    /** Otherwise whoever has just changed something would be shown it as it was. */
    @Test
    void who_reads_after_a_change_does_not_wait_for_an_answer_from_before_it() {
        String path = "/api/v1/doctors/held" + query;
        service.holdResponses = true;
        CompletableFuture<HttpResponse<String>> before = readLater(path, token("nurse"));
        await().until(() -> service.received.size() == 1);
        change("/api/v1/doctors", token("admin"));
        CompletableFuture<HttpResponse<String>> after = readLater(path, token("nurse"));

        await().until(() -> service.received.size() == 3);
        service.holdResponses = false;
        before.join();
        assertThat(status(after.join())).isEqualTo("polyclinic; fwd=miss; stored");
    }

    @Test
    void when_the_first_of_them_goes_away_the_others_ask_themselves() {
        String path = "/api/v1/doctors/dies" + query;

        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) answers.add(readLater(path, token("nurse")));

        assertThat(answers.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                .allMatch(status -> status == 502 || status == 503);
    }

    @Test
    void who_has_it_is_told_so() {
        String path = "/api/v1/doctors" + query;
        String etag = header(read(path, token("nurse")), "etag");

        HttpResponse<String> known = send(as(path, token("nurse")).header("If-None-Match", etag));
        HttpResponse<String> changed = send(as(path, token("nurse")).header("If-None-Match", "\"other\""));

        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        assertThat(header(known, "etag")).isEqualTo(etag);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(service.received).hasSize(1);
    }

    @Test
    void who_asks_with_what_they_know_fills_it_for_all() {
        String path = "/api/v1/doctors" + query;

        HttpResponse<String> first = send(as(path, token("nurse")).header("If-None-Match", "\"7\""));

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(service.onlyRequest().header("if-none-match")).isNull();
        assertThat(isKept(path)).isTrue();
    }

    @Test
    void what_is_no_plain_answer_or_no_plain_request_is_not_kept() {
        for (String path : List.of(
                "/api/v1/doctors/fails" + query,
                "/api/v1/doctors/chatty" + query,
                "/api/v1/doctors/no-content" + query,
                "/api/v1/doctors/huge?bytes=70000")) {
            read(path, token("nurse"));
            assertThat(isKept(path)).as(path).isFalse();
        }
        String path = "/api/v1/doctors" + query;
        read(path, token("nurse"));
        for (Map.Entry<String, String> field : Map.of(
                        "Cache-Control", "no-cache", "Range", "bytes=0-1", "Accept", "text/html")
                .entrySet()) {
            int before = service.received.size();
            send(as(path, token("nurse")).header(field.getKey(), field.getValue()));
            assertThat(service.received).as(field.getKey()).hasSize(before + 1);
        }
    }

    @Test
    void who_has_no_valid_token_gets_nothing_of_it() {
        String path = "/api/v1/doctors" + query;
        read(path, token("nurse"));

        assertThat(read(path, TestTokens.expired("nurse")).statusCode()).isEqualTo(401);
        assertThat(read(path, TestTokens.forged("nurse")).statusCode()).isEqualTo(401);
        assertThat(send(request(path)).statusCode()).isEqualTo(401);
    }

    @Test
    void without_redis_every_request_goes_to_its_service_and_what_changes_meanwhile_is_not_forgotten() {
        String path = "/api/v1/doctors" + query;
        read(path, token("nurse"));
        RedisControl.awaitAppendOnlyFile();
        RedisServer.current().kill();
        service.received.clear();

        for (int i = 0; i < 5; i++) {
            HttpResponse<String> answer = read(path, token("nurse"));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("cache-status")).isEmpty();
            assertThat(header(answer, "cache-control")).isEqualTo("no-store");
        }
        assertThat(service.received).hasSize(5);
        change("/api/v1/doctors", token("nurse"));
        RedisServer.current().start();

        List<HttpResponse<String>> answers = new ArrayList<>();
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            answers.add(read(path, token("nurse")));
            return !answers.get(answers.size() - 1)
                    .headers()
                    .map()
                    .getOrDefault("cache-status", List.of())
                    .isEmpty();
        });
        assertThat(status(answers.get(answers.size() - 1))).isEqualTo("polyclinic; fwd=miss; stored");
    }

    /** Whether it is answered without its service; if not, it is kept from now on. */
    private boolean isKept(String path) {
        return read(path, token("nurse"))
                .headers()
                .firstValue("cache-status")
                .orElse("")
                .contains("hit");
    }

    private static Set<String> reads() throws IOException {
        Set<String> reads = new TreeSet<>();
        try (Stream<Path> contracts = Files.list(Path.of("../contracts/openapi"))) {
            for (Path contract : contracts.toList())
                for (Map.Entry<String, Object> path : new JsonObject(Files.readString(contract)).getJsonObject("paths"))
                    if (((JsonObject) path.getValue()).containsKey("get")) reads.add(path.getKey());
        }
        return reads;
    }

    private static String address(String template) {
        return template.replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
    }

    private static void change(String path, String token) {
        send(as(path, token).header("Content-Type", "application/json").POST(BodyPublishers.ofString("{}")));
    }

    private static HttpRequest.Builder as(String path, String token) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> read(String path, String token) {
        return GatewayClient.get(path, token);
    }

    private static CompletableFuture<HttpResponse<String>> readLater(String path, String token) {
        return GatewayClient.HTTP.sendAsync(as(path, token).build(), BodyHandlers.ofString());
    }

    /** Of somebody who has sent nothing before. */
    private static String token(String role) {
        return TestTokens.of(role, Map.of("sub", UUID.randomUUID().toString()));
    }

    private static String token(String subject, Map<String, Object> claims) {
        Map<String, Object> all = new HashMap<>(claims);
        all.put("sub", subject);
        return TestTokens.of("nurse", all);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElseThrow(() -> new AssertionError("no " + name));
    }

    private static String status(HttpResponse<String> answer) {
        return answer.headers().firstValue("cache-status").orElse("");
    }
}
