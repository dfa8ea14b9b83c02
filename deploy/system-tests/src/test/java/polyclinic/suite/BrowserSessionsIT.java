package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;

/** People sign in through browsers: the gateway, Redis and the real Keycloak together. */
class BrowserSessionsIT {
    private static final Clinic CLINIC = Suite.clinic();
    private static final String GATEWAY =
            "http://127.0.0.1:" + Suite.environmentFile().get("POLYCLINIC_GATEWAY_PORT");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void a_person_signs_in_uses_the_api_and_signs_out_of_everything() {
        PlainBrowser browser = new PlainBrowser(GATEWAY);
        HttpResponse<String> page = browser.signIn("doctor", "/api/v1/session");
        assertThat(PlainBrowser.json(page).path("username").asText())
                .as(page.body())
                .isEqualTo("doctor");
        assertThat(browser.get("/api/v1/doctors").statusCode()).isEqualTo(200);
        String task = "{\"title\":\"call the laboratory\",\"role\":\"nurse\",\"priority\":\"routine\"}";
        HttpResponse<String> made = browser.change("POST", "/api/v1/tasks", task);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);

        assertThat(browser.change("POST", "/logout", "").statusCode()).isEqualTo(204);

        assertThat(browser.get("/api/v1/doctors").statusCode()).isEqualTo(401);
        assertThat(browser.open("/login?return=/api/v1/session").body())
                .as("Keycloak asks for the password again")
                .contains("type=\"password\"");
    }

    @Test
    void who_ends_their_session_elsewhere_ends_it_at_the_identity_provider_and_the_trail_has_it() {
        Instant from = Instant.now().minus(1, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
        PlainBrowser forgotten = new PlainBrowser(GATEWAY);
        PlainBrowser here = new PlainBrowser(GATEWAY);
        forgotten.signIn("patient2", "/api/v1/session");
        here.signIn("patient2", "/api/v1/session");
        String id = forgotten.session().path("id").asText();
        String subject = forgotten.session().path("subject").asText();

        assertThat(here.change("DELETE", "/api/v1/sessions/" + id, "").statusCode())
                .isEqualTo(204);

        assertThat(forgotten.get("/api/v1/session").statusCode()).isEqualTo(401);
        assertThat(here.get("/api/v1/session").statusCode()).isEqualTo(200);
        assertThat(forgotten.open("/login?return=/api/v1/session").body()).contains("type=\"password\"");
        ApiClient auditor = CLINIC.as("auditor");
        await().atMost(SOON).untilAsserted(() -> {
            List<String> actions = new ArrayList<>();
            for (JsonNode entry : auditor.all("/audit?from=" + ApiClient.encode(from.toString())))
                if (entry.at("/actor/subject").asText().equals(subject))
                    actions.add(entry.path("action").asText());
            assertThat(actions).contains("login", "logout");
        });
    }

    /** What Keycloak is told by whoever signs out elsewhere, or by an administrator, it tells the gateway. */
    @Test
    void a_session_that_ends_at_keycloak_ends_at_the_gateway() {
        PlainBrowser one = new PlainBrowser(GATEWAY);
        one.signIn("cashier", "/api/v1/session");
        String subject = one.session().path("subject").asText();
        Map<String, String> environment = Suite.environmentFile();
        String realm = environment.get("POLYCLINIC_OIDC_ADMIN_URL");
        KeycloakAdministrator administrator = new KeycloakAdministrator(environment);

        administrator.post(realm + "/users/" + subject + "/logout");

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(one.get("/api/v1/session").statusCode()).isEqualTo(401));
    }

    @Test
    void a_real_browser_signs_in_works_is_signed_out_by_time_and_signs_out() throws IOException {
        Optional<WebDriver> installed = WebDriver.start();
        assumeTrue(installed.isPresent(), "no chromium and chromedriver on the PATH: no real browser signs in");
        try (WebDriver browser = installed.get()) {
            signIn(browser);
            JsonNode session = session(browser);
            assertThat(session.path("username").asText()).isEqualTo("nurse");
            assertThat(browser.scriptCookies())
                    .as("no script reads the session")
                    .doesNotContain("session");
            assertThat(browser.cookie("session").path("httpOnly").asBoolean()).isTrue();
            assertThat(browser.cookie("session").path("sameSite").asText()).isEqualTo("Strict");
            assertThat(browser.fetch("POST", "/logout", Map.of()).path("status").asInt())
                    .as("without the token")
                    .isEqualTo(403);

            expireAllSessions();
            assertThat(browser.fetch("GET", "/api/v1/session", Map.of())
                            .path("status")
                            .asInt())
                    .isEqualTo(401);

            browser.open(GATEWAY + "/login?return=/swagger-ui/index.html");
            await().atMost(SOON).until(() -> browser.address().startsWith(GATEWAY + "/swagger-ui"));
            Map<String, String> token =
                    Map.of("X-CSRF-Token", session(browser).path("csrfToken").asText());
            assertThat(browser.fetch("POST", "/logout", token).path("status").asInt())
                    .isEqualTo(204);
            browser.open(GATEWAY + "/login");
            await().atMost(SOON).until(() -> browser.has("#password"));
        }
    }

    private static void signIn(WebDriver browser) {
        browser.open(GATEWAY + "/login?return=/swagger-ui/index.html");
        await().atMost(SOON).until(() -> browser.has("#password"));
        browser.type("#username", "nurse");
        browser.type("#password", "nurse");
        browser.click("[type=submit]");
        await().atMost(SOON).until(() -> browser.address().startsWith(GATEWAY + "/swagger-ui"));
    }

    private static JsonNode session(WebDriver browser) throws IOException {
        JsonNode answer = browser.fetch("GET", "/api/v1/session", Map.of());
        assertThat(answer.path("status").asInt()).as("%s", answer).isEqualTo(200);
        return JSON.readTree(answer.path("body").asText());
    }

    /** As if nobody had done anything for half an hour. */
    private static void expireAllSessions() throws IOException {
        URI redis = URI.create(Suite.environmentFile().get("POLYCLINIC_REDIS_URL"));
        String script = "for _, key in ipairs(redis.call('KEYS', 'session:*')) do redis.call('DEL', key) end";
        try (Socket socket = new Socket(redis.getHost(), redis.getPort())) {
            String user = redis.getUserInfo();
            String password = user == null ? "" : "AUTH " + user.substring(user.indexOf(':') + 1) + "\r\n";
            socket.getOutputStream()
                    .write((password + "EVAL \"" + script + "\" 0\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).doesNotContain("-ERR", "-NOAUTH", "-WRONGPASS");
        }
    }
}
