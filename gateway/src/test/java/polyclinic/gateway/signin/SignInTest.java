package polyclinic.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.gateway.testing.GatewayClient.asDoctor;
import static polyclinic.gateway.testing.GatewayClient.request;
import static polyclinic.gateway.testing.GatewayClient.send;
import static polyclinic.gateway.testing.GatewayClient.slug;
import static polyclinic.gateway.testing.StubBrowser.location;
import static polyclinic.gateway.testing.StubBrowser.setCookie;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.RedisServer;
import polyclinic.gateway.ratelimit.RateLimiter;
import polyclinic.gateway.testing.StubBrowser;
import polyclinic.gateway.testing.StubRealm;
import polyclinic.gateway.testing.StubUpstreams;

/** The code flow as a browser, and whoever would like to be in its place, goes through it. */
@QuarkusTest
class SignInTest {

    @Inject
    RateLimiter rateLimiter;

    private final StubBrowser browser = new StubBrowser();

    @AfterEach
    @BeforeEach
    void restore() {
        StubRealm.current().reset();
        StubUpstreams.patients().reset();
    }

    @Test
    void a_person_signs_in_and_returns_to_where_they_were() {
        HttpResponse<String> end = browser.signIn("nurse", Map.of());

        assertThat(end.statusCode()).isEqualTo(303);
        assertThat(location(end)).isEqualTo("/home");
        assertThat(browser.session().getString("username")).isEqualTo("nurse");
        assertThat(browser.session().getJsonArray("roles")).containsExactly("nurse");
    }

    @Test
    void the_identity_provider_is_asked_with_a_challenge_a_state_a_nonce_and_an_exact_address() {
        String address = location(browser.get("/login?return=/home"));

        Map<String, String> asked = StubRealm.fields(address.split("\\?", 2)[1]);
        assertThat(address).startsWith(StubRealm.current().url() + "/auth?");
        assertThat(asked)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "gateway")
                .containsEntry("scope", "openid")
                .containsEntry("redirect_uri", StubRealm.CLINIC + "/callback")
                .containsEntry("code_challenge_method", "S256");
        assertThat(List.of(asked.get("state"), asked.get("nonce"), asked.get("code_challenge")))
                .allMatch(text -> text.matches("[A-Za-z0-9_-]{43}"))
                .doesNotHaveDuplicates();
    }

    @Test
    void no_token_and_no_secret_comes_to_the_browser() {
        HttpResponse<String> end = browser.signIn("doctor", Map.of());

        String all = end.headers().map() + end.body() + browser.session();
        assertThat(all).doesNotContain("eyJ");
        assertThat(StubRealm.current().grants).hasSize(1);
        assertThat(StubRealm.current().grants.get(0).keySet())
                .contains("code_verifier")
                .doesNotContain("client_secret");
    }

    @Test
    void the_cookie_is_for_our_pages_alone_and_no_script_reads_it() {
        HttpResponse<String> end = browser.signIn("doctor", Map.of());

        assertThat(setCookie(end, "session"))
                .contains("Path=/", "HTTPOnly", "SameSite=Strict")
                .doesNotContain("Domain");
    }

    @Test
    void a_state_that_nobody_was_given_is_refused() {
        browser.get("/login");

        for (String state : List.of("x".repeat(43), "short", "%00", "", "a&state=b", "%0d%0aSet-Cookie:x=y")) {
            HttpResponse<String> answer = browser.get("/callback?code=c&state=" + state);

            assertThat(answer.statusCode()).as(state).isEqualTo(400);
            assertThat(setCookie(answer, "session")).isNull();
        }
        assertThat(StubRealm.current().grants).isEmpty();
    }

    @Test
    void a_callback_counts_once() {
        String callback = browser.callback("doctor", Map.of());
        browser.get(callback);

        HttpResponse<String> again = browser.get(callback);

        assertThat(slug(again)).isEqualTo("invalid-sign-in");
        assertThat(StubRealm.current().grants).hasSize(1);
    }

    @Test
    void the_end_of_a_sign_in_opened_in_another_browser_signs_nobody_in() {
        String callback = browser.callback("doctor", Map.of());
        StubBrowser victim = new StubBrowser();
        victim.get("/login");

        HttpResponse<String> answer = victim.get(callback);

        assertThat(slug(answer)).isEqualTo("invalid-sign-in");
        assertThat(victim.cookies).doesNotContainKey("session");
        assertThat(StubRealm.current().grants).isEmpty();
    }

    @Test
    void a_code_that_the_identity_provider_does_not_know_is_refused() {
        String callback = browser.callback("doctor", Map.of()).replaceFirst("code=[^&]+", "code=guessed");

        assertThat(slug(browser.get(callback))).isEqualTo("invalid-sign-in");
    }

    @Test
    void an_id_token_of_another_sign_in_client_issuer_or_time_is_refused() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("nonce", "of-another"),
                Map.of("aud", "somebody-else"),
                Map.of("azp", "somebody-else"),
                Map.of("iss", "https://evil.example"),
                Map.of("exp", 1_000_000_000L))) {
            HttpResponse<String> answer = browser.signIn("doctor", wrong);

            assertThat(slug(answer)).as("%s", wrong).isEqualTo("invalid-sign-in");
            assertThat(browser.cookies).doesNotContainKey("session");
        }
    }

    @Test
    void an_answer_in_the_name_of_another_issuer_is_refused() {
        String callback = browser.callback("doctor", Map.of()) + "&iss=https%3A%2F%2Fevil.example";

        assertThat(slug(browser.get(callback))).isEqualTo("invalid-sign-in");
        assertThat(StubRealm.current().grants).isEmpty();
    }

    @Test
    void whom_the_identity_provider_does_not_let_in_is_told_so() {
        String refused = browser.callback("doctor", Map.of()).replaceFirst("code=[^&]+", "error=access_denied");

        assertThat(slug(browser.get(refused))).isEqualTo("sign-in-refused");
    }

    @Test
    void a_sign_in_that_took_too_long_begins_again() {
        String late = browser.callback("doctor", Map.of()).replaceFirst("code=[^&]+", "error=temporarily_unavailable");

        HttpResponse<String> answer = browser.get(late);

        assertThat(location(answer)).isEqualTo("/login?return=%2Fhome");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example",
                "///evil.example",
                "/%5Cevil.example",
                "%5C%5Cevil.example",
                "evil.example",
                "javascript:alert(1)",
                "/x%0d%0aSet-Cookie:%20a=b",
                "/x%20y",
                "/login",
                "/callback?code=x",
                "/a&return=/b"
            })
    void nobody_is_sent_anywhere_but_to_a_path_of_this_site(String path) {
        HttpResponse<String> answer = browser.get("/login?return=" + path);

        assertThat(slug(answer)).isEqualTo("invalid-return");
        assertThat(answer.headers().firstValue("location")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/patients/7?tab=notes", "/%E2%82%AC", "/a#b"})
    void a_path_of_this_site_may_have_a_query(String path) {
        assertThat(ReturnPath.of(List.of(path))).isEqualTo(new ReturnPath(path));
    }

    @Test
    void who_came_by_another_name_is_sent_to_the_one_that_codes_come_to() {
        HttpResponse<String> answer = send(request("/login?return=/home").header("Host", "evil.example"));

        assertThat(location(answer)).isEqualTo(StubRealm.CLINIC + "/login?return=%2Fhome");
    }

    @Test
    void a_session_that_somebody_else_planted_is_not_the_persons() {
        StubBrowser attacker = StubBrowser.of("patient");
        browser.cookies.putAll(attacker.cookies);

        browser.signIn("doctor", Map.of());

        assertThat(browser.cookies.get("session")).isNotEqualTo(attacker.cookies.get("session"));
        assertThat(attacker.get("/api/v1/session").statusCode())
                .as("what the browser had before is over")
                .isEqualTo(401);
        assertThat(browser.session().getString("username")).isEqualTo("doctor");
    }

    @Test
    void cookies_that_are_too_large_are_refused_and_odd_ones_ignored() {
        browser.cookies.put("session", "x".repeat(40_000));
        assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(431);

        for (String odd : List.of("", "=", "x".repeat(43) + "x", "a%0d%0ab")) {
            browser.cookies.put("session", odd);
            assertThat(browser.get("/api/v1/session").statusCode()).as(odd).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/login", "/callback", "/logout", "/backchannel-logout", "/api/v1/session", "/api/v1/sessions"})
    void other_methods_are_405_with_the_ones_that_there_are(String path) {
        HttpResponse<String> answer = send(request(path).method("PUT", BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).isPresent();
    }

    @Test
    void without_redis_nobody_signs_in_and_who_has_a_token_goes_on() {
        StubBrowser signedIn = StubBrowser.of("doctor");
        RedisServer.current().kill();
        try {
            await().until(() -> !rateLimiter.isShared());

            assertThat(slug(browser.get("/login"))).isEqualTo("sessions-unavailable");
            assertThat(browser.get("/login").headers().firstValue("retry-after"))
                    .isPresent();
            assertThat(slug(browser.get("/callback?code=x&state=" + "x".repeat(43))))
                    .isEqualTo("sessions-unavailable");
            assertThat(slug(signedIn.get("/api/v1/patients"))).isEqualTo("sessions-unavailable");
            assertThat(send(asDoctor("/api/v1/patients")).statusCode()).isEqualTo(200);
        } finally {
            RedisServer.current().start();
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> browser.get("/login").statusCode() == 303);
    }

    @Test
    void without_the_identity_provider_a_code_is_redeemed_by_nobody() {
        String callback = browser.callback("doctor", Map.of());
        StubRealm.current().kill();

        assertThat(slug(browser.get(callback))).isEqualTo("sign-in-unavailable");
    }

    @Test
    void two_tabs_sign_in_side_by_side() {
        Map<String, String> callbacks = new HashMap<>();
        for (String tab : List.of("one", "other")) callbacks.put(tab, browser.callback("doctor", Map.of()));

        for (String callback : callbacks.values())
            assertThat(browser.get(callback).statusCode()).isEqualTo(303);
    }
}
