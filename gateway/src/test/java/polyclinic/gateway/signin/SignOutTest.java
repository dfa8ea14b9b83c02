package polyclinic.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.gateway.testing.GatewayClient.request;
import static polyclinic.gateway.testing.GatewayClient.send;
import static polyclinic.gateway.testing.GatewayClient.slug;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.gateway.testing.StubBrowser;
import polyclinic.gateway.testing.StubRealm;
import polyclinic.gateway.testing.TestTokens;

/** Sessions end because the person says so, or because the identity provider does. */
@QuarkusTest
class SignOutTest {

    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    @AfterEach
    @BeforeEach
    void restore() {
        StubRealm.current().reset();
    }

    @Test
    void who_signs_out_is_signed_out_here_and_at_the_identity_provider() {
        StubBrowser browser = StubBrowser.of("doctor");
        Map<String, String> before = Map.copyOf(browser.cookies);

        HttpResponse<String> answer = browser.change("POST", "/logout");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("clear-site-data")).isPresent();
        assertThat(browser.cookies).doesNotContainKey("session");
        browser.cookies.putAll(before);
        assertThat(browser.get("/api/v1/patients").statusCode())
                .as("with the old cookie")
                .isEqualTo(401);
        assertThat(StubRealm.current().ended).hasSize(1);
    }

    @Test
    void signing_out_twice_is_as_once() {
        StubBrowser browser = new StubBrowser();

        assertThat(browser.send(request("/logout").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void another_site_signs_nobody_out() {
        StubBrowser browser = StubBrowser.of("doctor");

        HttpResponse<String> answer = browser.send(
                request("/logout").header("Origin", "https://clinic.example").POST(BodyPublishers.noBody()));

        assertThat(slug(answer)).isEqualTo("cross-site-request");
        assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(200);
    }

    @Test
    void without_the_identity_provider_the_session_here_ends_all_the_same() {
        StubBrowser browser = StubBrowser.of("doctor");
        Map<String, String> before = Map.copyOf(browser.cookies);
        String token = browser.csrfToken();
        StubRealm.current().kill();

        HttpResponse<String> answer = browser.send(request("/logout")
                .header("Origin", StubRealm.CLINIC)
                .header("X-CSRF-Token", token)
                .POST(BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(204);
        browser.cookies.putAll(before);
        assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(401);
    }

    @Test
    void a_session_that_ended_at_the_identity_provider_ends_here() {
        String session = UUID.randomUUID().toString();
        StubBrowser ended = new StubBrowser();
        StubBrowser other = StubBrowser.of("doctor");
        ended.signIn("doctor", Map.of("sid", session));

        HttpResponse<String> answer = backchannel(logoutToken(Map.of("sid", session)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(ended.get("/api/v1/session").statusCode()).isEqualTo(401);
        assertThat(other.get("/api/v1/session").statusCode()).isEqualTo(200);
    }

    @Test
    void a_logout_token_that_names_a_person_alone_ends_all_of_theirs() {
        String person = UUID.randomUUID().toString();
        StubBrowser one = new StubBrowser();
        StubBrowser other = new StubBrowser();
        for (StubBrowser browser : List.of(one, other)) {
            browser.signIn("doctor", Map.of("sub", person));
            assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(200);
        }

        backchannel(logoutToken(Map.of("sub", person)));

        for (StubBrowser browser : List.of(one, other))
            assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(401);
    }

    @Test
    void a_logout_token_counts_once() {
        String token = logoutToken(Map.of("sid", "any"));
        assertThat(backchannel(token).statusCode()).isEqualTo(200);

        assertThat(slug(backchannel(token))).isEqualTo("invalid-logout-token");
    }

    @Test
    void what_is_no_logout_token_for_us_ends_nothing() {
        StubBrowser browser = StubBrowser.of("doctor");
        Map<String, Object> good =
                new HashMap<>(Map.of("aud", "gateway", "events", Map.of(EVENT, Map.of()), "sid", "sid-of-doctor"));
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("aud", "polyclinic"),
                Map.of("iss", "https://evil.example"),
                Map.of("events", Map.of("http://schemas.openid.net/event/other", Map.of())),
                Map.of("events", EVENT),
                Map.of("nonce", "n"),
                Map.of("iat", Instant.now().getEpochSecond() - 3_600),
                Map.of("exp", Instant.now().getEpochSecond() - 3_600))) {
            Map<String, Object> claims = new HashMap<>(good);
            claims.putAll(wrong);
            assertThat(slug(backchannel(TestTokens.of("doctor", claims))))
                    .as("%s", wrong)
                    .isEqualTo("invalid-logout-token");
        }
        for (String other : List.of(
                TestTokens.forged("doctor", good),
                TestTokens.unsigned("doctor"),
                "rubbish",
                "",
                TestTokens.of("doctor"))) assertThat(slug(backchannel(other))).isEqualTo("invalid-logout-token");
        assertThat(send(request("/backchannel-logout").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(400);
        // By the limit of one field, or of the body.
        assertThat(send(form("logout_token=" + "x".repeat(20_000))).statusCode())
                .isIn(400, 413);

        assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(200);
    }

    private static String logoutToken(Map<String, Object> claims) {
        JsonObject all = new JsonObject()
                .put("aud", "gateway")
                .put("events", new JsonObject().put(EVENT, new JsonObject()))
                .mergeIn(new JsonObject(claims));
        return TestTokens.of("doctor", all.getMap());
    }

    private static HttpResponse<String> backchannel(String token) {
        return send(form("logout_token=" + token));
    }

    private static HttpRequest.Builder form(String body) {
        return request("/backchannel-logout")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
    }
}
