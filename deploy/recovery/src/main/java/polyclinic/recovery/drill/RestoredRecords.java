package polyclinic.recovery.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import polyclinic.recovery.postgres.PostgresCluster;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.suite.AuthorityFile;

/** Reads what was restored as people of the clinic do: signed in, through the gateway. */
final class RestoredRecords {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration ENTRY_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL_PAUSE = Duration.ofMillis(500);

    private final Map<String, String> environment;
    private final HttpClient gateway;
    private final HttpClient keycloak;

    RestoredRecords(Map<String, String> environment) {
        this.environment = environment;
        this.gateway = client(AuthorityFile.of(environment, "POLYCLINIC_TLS_CA"));
        this.keycloak = client(AuthorityFile.of(environment, "POLYCLINIC_OIDC_CA"));
    }

    private static HttpClient client(AuthorityFile authority) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .sslContext(authority.context())
                .build();
    }

    /** Reads a patient of before the restore, if there was any. */
    String read() {
        String token = token("reception");
        List<String> ids = patients();
        if (ids.isEmpty()) {
            return "signed in; there were no patients";
        }
        HttpResponse<String> response = get("/patients/" + ids.get(0), token);
        if (response.statusCode() != 200) {
            throw new RecoveryFailed("a restored patient cannot be read: the gateway answers " + response.statusCode());
        }
        return "signed in; a patient of before is there";
    }

    /** Waits until the trail has the entry of the restore. */
    String requireRestoreEntry() {
        String token = token("auditor");
        long deadline = System.nanoTime() + ENTRY_TIMEOUT.toNanos();
        while (System.nanoTime() - deadline < 0) {
            HttpResponse<String> response = get("/audit?action=suite.restored", token);
            if (response.statusCode() == 200 && response.body().contains("suite.restored")) {
                return "found";
            }
            pause();
        }
        throw new RecoveryFailed("the audit trail has no entry of the restore");
    }

    private List<String> patients() {
        try (Connection connection = PostgresCluster.of(environment).connect("patient")) {
            return PostgresCluster.texts(connection, "select id::text from public.patient limit 1");
        } catch (SQLException e) {
            throw new RecoveryFailed("the restored patients cannot be read", e);
        }
    }

    /** Local accounts have their names for passwords; only a drill of the local stack signs in like this. */
    private String token(String user) {
        String form = "grant_type=password&client_id=polyclinic-cli&username=" + user + "&password="
                + URLEncoder.encode(user, StandardCharsets.UTF_8);
        HttpResponse<String> response = send(
                keycloak,
                HttpRequest.newBuilder(
                                URI.create(environment.get("POLYCLINIC_OIDC_URL") + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)));
        JsonNode token = json(response.body()).path("access_token");
        if (token.isMissingNode()) {
            throw new RecoveryFailed(user + " cannot sign in: Keycloak answers " + response.statusCode());
        }
        return token.asText();
    }

    private HttpResponse<String> get(String path, String token) {
        return send(
                gateway,
                HttpRequest.newBuilder(URI.create(environment.get("POLYCLINIC_GATEWAY_URL") + "/api/v1" + path))
                        .header("Authorization", "Bearer " + token));
    }

    private static HttpResponse<String> send(HttpClient http, HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new RecoveryFailed("the restored suite does not answer", e);
        } catch (InterruptedException e) {
            throw RecoveryFailed.interrupted(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new RecoveryFailed("an answer is no JSON", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_PAUSE.toMillis());
        } catch (InterruptedException e) {
            throw RecoveryFailed.interrupted(e);
        }
    }
}
