package polyclinic.suite;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Keycloak's administrator at its REST API. */
final class KeycloakAdministrator {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> environment;

    KeycloakAdministrator(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Fails unless the answer is 2xx. */
    void post(String address) {
        send(HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Bearer " + token())
                .POST(BodyPublishers.noBody()));
    }

    private String token() {
        String form = "grant_type=password&client_id=admin-cli&username="
                + encode(environment.get("POLYCLINIC_KEYCLOAK_ADMIN")) + "&password="
                + encode(environment.get("POLYCLINIC_KEYCLOAK_ADMIN_PASSWORD"));
        String master = environment.get("POLYCLINIC_KEYCLOAK_URL") + "/realms/master/protocol/openid-connect/token";
        String answer = send(HttpRequest.newBuilder(URI.create(master))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
        try {
            return new ObjectMapper().readTree(answer).path("access_token").asText();
        } catch (IOException e) {
            throw new AssertionError(answer, e);
        }
    }

    private String send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) throw new AssertionError(answer + " " + answer.body());
            return answer.body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
