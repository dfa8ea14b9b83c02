package polyclinic.gateway.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.testing.GatewayClient.get;
import static polyclinic.gateway.testing.GatewayClient.rawOne;
import static polyclinic.gateway.testing.GatewayClient.request;
import static polyclinic.gateway.testing.GatewayClient.send;
import static polyclinic.gateway.testing.GatewayClient.slug;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.gateway.sessionstore.SessionKey;
import polyclinic.gateway.testing.StubBrowser;
import polyclinic.gateway.testing.StubRealm;
import polyclinic.gateway.testing.StubUpstreams;
import polyclinic.gateway.testing.TestTokens;

/** A browser that has signed in, before the API. */
@QuarkusTest
class SessionUseTest {

    /** An origin whose pages may use the API, with tokens of their own. */
    private static final String WITH_TOKENS = "https://clinic.example";

    private static final String PATIENTS = "/api/v1/patients";

    @Inject
    RedisDataSource redis;

    @AfterEach
    @BeforeEach
    void restore() {
        StubRealm.current().reset();
        StubUpstreams.patients().reset();
    }

    @Test
    void the_service_sees_the_persons_token_and_no_cookie() {
        StubBrowser browser = StubBrowser.of("doctor");

        HttpResponse<String> answer = browser.get(PATIENTS);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("ratelimit")).isPresent();
        assertThat(StubUpstreams.patients().onlyRequest().subject()).isEqualTo(TestTokens.subject("doctor"));
        assertThat(StubUpstreams.patients().onlyRequest().header("cookie")).isNull();
    }

    @Test
    void a_change_needs_our_origin_and_the_sessions_token() {
        StubBrowser browser = StubBrowser.of("doctor");
        String token = browser.csrfToken();
        String others = StubBrowser.of("doctor").csrfToken();

        assertThat(slug(browser.send(change()))).isEqualTo("cross-site-request");
        assertThat(slug(browser.send(change().header("X-CSRF-Token", token)))).isEqualTo("cross-site-request");
        for (String origin :
                List.of("https://evil.example", "null", "http://clinic.test.evil.example", "http://clinic.test:81"))
            assertThat(browser.send(change().header("X-CSRF-Token", token).header("Origin", origin))
                            .statusCode())
                    .as(origin)
                    .isEqualTo(403);
        assertThat(slug(browser.send(change().header("X-CSRF-Token", token).header("Origin", WITH_TOKENS))))
                .isEqualTo("cross-site-request");
        for (String wrong : List.of("", "x", others))
            assertThat(slug(browser.send(change().header("X-CSRF-Token", wrong).header("Origin", StubRealm.CLINIC))))
                    .isEqualTo("cross-site-request");
        assertThat(slug(browser.send(change().header("X-CSRF-Token", token).header("Sec-Fetch-Site", "same-site"))))
                .isEqualTo("cross-site-request");
        assertThat(StubUpstreams.patients().received).isEmpty();

        assertThat(browser.change("POST", PATIENTS).statusCode()).isEqualTo(200);
        assertThat(browser.send(change().header("X-CSRF-Token", token).header("Sec-Fetch-Site", "same-origin"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_page_of_ours_changes_things_also_where_the_gateway_sees_another_origin_than_the_browser() {
        StubBrowser browser = StubBrowser.of("doctor");
        String token = browser.csrfToken();

        HttpResponse<String> answer =
                browser.send(change().header("X-CSRF-Token", token).header("Origin", StubRealm.OTHER));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    private static HttpRequest.Builder change() {
        return request(PATIENTS).header("Content-Type", "application/json").POST(BodyPublishers.ofString("{}"));
    }

    @Test
    void no_page_of_another_site_opens_a_websocket_in_the_persons_name() throws IOException {
        StubBrowser browser = StubBrowser.of("doctor");
        String upgrade =
                "GET /api/v1/patients HTTP/1.1\r\nHost: clinic.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nCookie: session="
                        + browser.cookies.get("session") + "\r\n";

        assertThat(rawOne(upgrade + "Origin: " + WITH_TOKENS + "\r\n\r\n")).startsWith("HTTP/1.1 403");
        assertThat(rawOne(upgrade + "Origin: " + StubRealm.CLINIC + "\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void who_has_a_token_is_served_by_it_whatever_the_cookie_says() {
        StubBrowser browser = StubBrowser.of("doctor");

        HttpResponse<String> answer =
                browser.send(change().header("Authorization", "Bearer " + TestTokens.of("nurse")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(StubUpstreams.patients().onlyRequest().subject()).isEqualTo(TestTokens.subject("nurse"));
        assertThat(slug(get("/api/v1/session", TestTokens.of("nurse")))).isEqualTo("no-session");
    }

    @Test
    void nobody_who_reads_the_store_has_a_session_or_a_token() {
        StubBrowser browser = StubBrowser.of("doctor");
        String secret = Objects.requireNonNull(browser.cookies.get("session"));

        List<String> keys = redis.key().keys("session*");
        String stored = Objects.requireNonNull(redis.value(String.class).get(place(browser)));

        assertThat(keys).isNotEmpty().noneMatch(key -> key.contains(secret));
        assertThat(stored).doesNotContain(TestTokens.subject("doctor"), secret, browser.csrfToken());
        assertThat(stored.split("\\.")).as("a JWE").hasSize(5);
    }

    @Test
    void a_session_put_in_the_place_of_another_is_nobodys() {
        StubBrowser doctor = StubBrowser.of("doctor");
        StubBrowser patient = StubBrowser.of("patient");
        String content = Objects.requireNonNull(redis.value(String.class).get(place(doctor)));

        redis.value(String.class).set(place(patient), content);

        assertThat(patient.get("/api/v1/session").statusCode()).isEqualTo(401);
    }

    @Test
    void a_session_lasts_while_it_is_used_and_is_over_when_nothing_came() {
        StubBrowser browser = StubBrowser.of("doctor");
        redis.key().expire(place(browser), Duration.ofSeconds(20));

        browser.get(PATIENTS);

        assertThat(redis.key().ttl(place(browser))).isGreaterThan(1_700);
        redis.key().del(place(browser));
        HttpResponse<String> late = browser.get(PATIENTS);
        assertThat(late.statusCode()).isEqualTo(401);
        assertThat(browser.cookies).as("the browser forgets it").doesNotContainKey("session");
    }

    @Test
    void a_person_sees_their_sessions_and_ends_one_of_them_elsewhere() {
        String person = UUID.randomUUID().toString();
        StubBrowser here = StubBrowser.of(person);
        StubBrowser there = StubBrowser.of(person);

        List<JsonObject> all = sessions(here);

        assertThat(all).hasSize(2);
        assertThat(all.stream().filter(one -> one.getBoolean("current"))).hasSize(1);
        assertThat(all).allSatisfy(one -> {
            assertThat(one.getString("ip")).isEqualTo("127.0.0.1");
            assertThat(one.getString("userAgent")).contains("Java");
            assertThat(one.getInstant("lastSeenAt"))
                    .isBeforeOrEqualTo(Instant.now().plusSeconds(1));
            assertThat(one.getInstant("endsAt")).isAfter(Instant.now());
            assertThat(one.fieldNames()).doesNotContain("csrfToken", "subject");
        });
        String other = all.stream()
                .filter(one -> !one.getBoolean("current"))
                .findFirst()
                .orElseThrow()
                .getString("id");
        assertThat(here.change("DELETE", "/api/v1/sessions/" + other).statusCode())
                .isEqualTo(204);
        assertThat(here.change("DELETE", "/api/v1/sessions/" + other).statusCode())
                .isEqualTo(204);
        assertThat(there.get("/api/v1/session").statusCode()).isEqualTo(401);
        assertThat(sessions(here)).hasSize(1);
        assertThat(StubRealm.current().ended).hasSize(1);
    }

    @Test
    void nobody_ends_the_session_of_another() {
        StubBrowser doctor = StubBrowser.of("doctor");
        StubBrowser patient = StubBrowser.of("patient");
        String id = doctor.session().getString("id");

        assertThat(patient.change("DELETE", "/api/v1/sessions/" + id).statusCode())
                .isEqualTo(204);
        assertThat(patient.change("DELETE", "/api/v1/sessions/x%27y").statusCode())
                .isEqualTo(404);

        assertThat(doctor.get("/api/v1/session").statusCode()).isEqualTo(200);
    }

    @Test
    void who_has_a_token_of_their_own_sees_and_ends_their_browsers_too() {
        String person = UUID.randomUUID().toString();
        StubBrowser browser = StubBrowser.of(person);
        String token = TestTokens.of(person);

        JsonObject list = new JsonObject(get("/api/v1/sessions", token).body());
        String id = list.getJsonArray("items").getJsonObject(0).getString("id");
        HttpResponse<String> ended = send(request("/api/v1/sessions/" + id)
                .header("Authorization", "Bearer " + token)
                .DELETE());

        assertThat(list.getJsonArray("items")).hasSize(1);
        assertThat(ended.statusCode()).isEqualTo(204);
        assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(401);
    }

    @Test
    void with_too_many_the_oldest_ends() {
        String person = UUID.randomUUID().toString();
        StubBrowser first = StubBrowser.of(person);
        for (int i = 0; i < 20; i++) StubBrowser.of(person);

        assertThat(first.get("/api/v1/session").statusCode()).isEqualTo(401);
        String token = TestTokens.of(person);
        assertThat(new JsonObject(get("/api/v1/sessions", token).body()).getJsonArray("items"))
                .hasSize(20);
    }

    @Test
    void tokens_that_end_soon_are_replaced_without_the_page_noticing() {
        StubRealm.current().accessSeconds = 5;
        StubBrowser browser = StubBrowser.of("doctor");
        StubRealm.current().accessSeconds = 3_600;

        assertThat(browser.get(PATIENTS).statusCode()).isEqualTo(200);
        assertThat(browser.get(PATIENTS).statusCode()).isEqualTo(200);

        assertThat(StubRealm.current().grants.stream().filter(grant -> "refresh_token".equals(grant.get("grant_type"))))
                .hasSize(1);
    }

    @Test
    void whose_tokens_the_identity_provider_refuses_is_signed_out() {
        StubRealm.current().accessSeconds = 5;
        StubBrowser browser = StubBrowser.of("doctor");
        StubRealm.current().forgetRefreshTokens();

        assertThat(browser.get(PATIENTS).statusCode()).isEqualTo(401);
        assertThat(browser.cookies).doesNotContainKey("session");
    }

    private static List<JsonObject> sessions(StubBrowser browser) {
        JsonObject page = new JsonObject(browser.get("/api/v1/sessions").body());
        assertThat(page.getValue("next")).isNull();
        return page.getJsonArray("items").stream().map(JsonObject.class::cast).toList();
    }

    private static String place(StubBrowser browser) {
        return "session:"
                + SessionKey.of(Objects.requireNonNull(browser.cookies.get("session")))
                        .hash();
    }
}
