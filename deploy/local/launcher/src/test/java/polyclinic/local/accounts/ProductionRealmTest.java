package polyclinic.local.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Keycloak;
import polyclinic.local.servers.Postgres;

/** The production realm in a real Keycloak: what its file says holds for whoever signs in. */
@DisabledIfSystemProperty(named = "quick", matches = ".*")
@TestMethodOrder(MethodOrderer.MethodName.class)
class ProductionRealmTest {
    private static final String PUBLIC_URL = "https://clinic.example.org";
    private static final String MOBILE = "https://clinic.example.org/mobile";
    private static final String VERIFIER = "a-verifier-of-at-least-43-characters-0123456789";
    private static final String PASSWORD = "three green cups of tea";

    @TempDir
    static Path dir;

    private static Postgres postgres;
    private static Keycloak keycloak;
    private static String admin;
    private static final JsonClient HTTP = new JsonClient(Map.of());

    @BeforeAll
    static void start() {
        Map<String, String> values = new HashMap<>();
        for (String client :
                List.of("GATEWAY", "PATIENT", "APPOINTMENT", "PRESCRIPTION", "BILLING", "NOTES", "ASSET", "AUDIT"))
            values.put("POLYCLINIC_" + client + "_SECRET", "secret-of-" + client);
        values.put("POLYCLINIC_PUBLIC_URL", PUBLIC_URL);
        values.put("POLYCLINIC_MOBILE_REDIRECT", MOBILE);
        postgres = Postgres.start(dir.resolve("postgres"), Probe.freePort(), List.of("keycloak"));
        keycloak = Keycloak.start(
                dir.resolve("keycloak"),
                Probe.freePort(),
                RealmFiles.production(),
                "polyclinic",
                values,
                Keycloak.Store.in(postgres, "keycloak"));
        admin = HTTP.token(keycloak.url() + "/realms/master", "admin-cli", keycloak.admin(), keycloak.adminPassword());
        account("paula", "patient");
        account("nora", "nurse");
    }

    @AfterAll
    static void stop() {
        keycloak.stop();
        postgres.stop();
    }

    @Test
    void a_code_is_given_only_to_who_brings_a_challenge_and_to_exact_addresses() throws Exception {
        SignInBrowser browser = new SignInBrowser();
        for (String client : List.of("polyclinic-mobile", "gateway")) {
            String redirect = client.equals("gateway") ? PUBLIC_URL + "/callback" : MOBILE;
            assertThat(SignInBrowser.location(browser.open(authorization(client, redirect, false))))
                    .startsWith(redirect)
                    .contains("error=invalid_request");
            assertThat(browser.open(authorization(client, redirect, true)).statusCode())
                    .isEqualTo(200);
            for (String other : List.of(redirect + "/x", redirect + "?a=b", "https://evil.example.org/callback"))
                assertThat(browser.open(authorization(client, other, true)).statusCode())
                        .as(other)
                        .isEqualTo(400);
        }
    }

    @Test
    void a_name_and_a_password_alone_give_no_token() {
        for (String client : List.of("polyclinic-mobile", "gateway", "patient-service"))
            assertThat(token(Map.of(
                                    "grant_type",
                                    "password",
                                    "client_id",
                                    client,
                                    "client_secret",
                                    "secret-of-"
                                            + client.replace("-service", "").toUpperCase(Locale.ROOT),
                                    "username",
                                    "paula",
                                    "password",
                                    PASSWORD))
                            .path("error")
                            .asText())
                    .as(client)
                    .isEqualTo("unauthorized_client");
    }

    @Test
    void a_patient_signs_in_and_a_refresh_token_used_twice_ends_the_session() throws Exception {
        JsonNode first = signIn("paula");
        JsonNode claims = claims(first);
        assertThat(claims.path("aud").asText()).isEqualTo("polyclinic");
        assertThat(claims.path("sub").asText()).isNotEmpty();
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(300);
        List<String> roles = new ArrayList<>();
        claims.at("/realm_access/roles").forEach(role -> roles.add(role.asText()));
        assertThat(roles).as("no role beyond the client's scope").containsExactly("patient");

        JsonNode second = refresh(first);
        assertThat(second.path("access_token").asText()).isNotEmpty();
        assertThat(refresh(first).path("error").asText()).isEqualTo("invalid_grant");
        assertThat(refresh(second).path("error").asText())
                .as("the session has ended, for the token may be stolen")
                .isEqualTo("invalid_grant");
    }

    @Test
    void staff_without_a_second_factor_must_set_one_up() throws Exception {
        SignInBrowser browser = new SignInBrowser();
        var page = browser.open(authorization("polyclinic-mobile", MOBILE, true));
        var next =
                browser.follow(browser.submit(page, Map.of("username", "nora", "password", PASSWORD)), keycloak.url());

        assertThat(next.statusCode()).isEqualTo(200);
        assertThat(next.body()).contains("totpSecret");
    }

    @Test
    void the_sixth_guess_is_refused_though_it_be_right() throws Exception {
        account("guessed", "patient");
        SignInBrowser browser = new SignInBrowser();
        var page = browser.open(authorization("polyclinic-mobile", MOBILE, true));
        for (int i = 0; i < 5; i++)
            page = browser.submit(page, Map.of("username", "guessed", "password", "guess " + i));

        var last = browser.submit(page, Map.of("username", "guessed", "password", PASSWORD));

        assertThat(SignInBrowser.location(last)).isEmpty();
        assertThat(last.body()).contains("<form");
    }

    @Test
    void audit_service_reads_the_events_and_nothing_else() throws Exception {
        signIn("paula");
        String token = token(Map.of(
                        "grant_type", "client_credentials",
                        "client_id", "audit-service",
                        "client_secret", "secret-of-AUDIT"))
                .path("access_token")
                .asText();
        String realm = keycloak.url() + "/admin/realms/polyclinic";

        JsonNode events = HTTP.get(realm + "/events?type=LOGIN&max=100", token).expect(200);
        assertThat(events).isNotEmpty();
        JsonNode event = events.get(0);
        assertThat(event.path("id").asText()).isNotEmpty();
        assertThat(event.at("/details/username").asText()).isEqualTo("paula");
        HTTP.get(realm + "/admin-events?max=10", token).expect(200);
        HTTP.get(realm + "/users", token).expect(403);
        HTTP.get(realm + "/clients", token).expect(403);
    }

    private static void account(String name, String role) {
        String realm = keycloak.url() + "/admin/realms/polyclinic";
        Map<String, Object> user = Map.of(
                "username",
                name,
                "email",
                name + "@clinic.example.org",
                "firstName",
                name,
                "lastName",
                "Test",
                "enabled",
                true,
                "emailVerified",
                true,
                "credentials",
                List.of(Map.of("type", "password", "value", PASSWORD, "temporary", false)));
        HTTP.post(realm + "/users", admin, user).expect(201);
        String id = HTTP.get(realm + "/users?exact=true&username=" + name, admin)
                .expect(200)
                .path(0)
                .path("id")
                .asText();
        JsonNode found = HTTP.get(realm + "/roles/" + role, admin).expect(200);
        HTTP.post(realm + "/users/" + id + "/role-mappings/realm", admin, List.of(found))
                .expect(204);
    }

    private static JsonNode signIn(String user) throws Exception {
        SignInBrowser browser = new SignInBrowser();
        var page = browser.open(authorization("polyclinic-mobile", MOBILE, true));
        var done = browser.follow(browser.submit(page, Map.of("username", user, "password", PASSWORD)), keycloak.url());
        String location = SignInBrowser.location(done);
        assertThat(location).as(done.body()).contains("code=");
        return token(Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                "polyclinic-mobile",
                "redirect_uri",
                MOBILE,
                "code_verifier",
                VERIFIER,
                "code",
                location.replaceFirst(".*[?&]code=([^&]+).*", "$1")));
    }

    private static JsonNode refresh(JsonNode tokens) {
        return token(Map.of(
                "grant_type", "refresh_token",
                "client_id", "polyclinic-mobile",
                "refresh_token", tokens.path("refresh_token").asText()));
    }

    private static JsonNode token(Map<String, String> fields) {
        return SignInBrowser.json(
                new SignInBrowser().post(keycloak.realmUrl() + "/protocol/openid-connect/token", fields));
    }

    private static JsonNode claims(JsonNode tokens) throws Exception {
        String[] parts = tokens.path("access_token").asText().split("\\.");
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
    }

    private static String authorization(String client, String redirect, boolean challenge) throws Exception {
        Map<String, String> fields = new HashMap<>(Map.of(
                "response_type",
                "code",
                "client_id",
                client,
                "redirect_uri",
                redirect,
                "scope",
                "openid",
                "state",
                "s"));
        if (challenge) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
            fields.put("code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
            fields.put("code_challenge_method", "S256");
        }
        return keycloak.realmUrl() + "/protocol/openid-connect/auth?" + SignInBrowser.form(fields);
    }
}
