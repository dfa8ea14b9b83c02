package polyclinic.clients.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;

/** A sign-in, of a user by name and password (RFC 6749 §4.3) or of a machine, renewed shortly before the token expires. */
public final class UserSession {
    private static final Duration SIGN_IN_TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_ATTEMPTS = 5;
    private static final long PAUSE_MS = 500;

    private final HttpClient http;
    private final String issuer;
    private final Map<String, String> form;
    private String token = "";
    private Instant renewAt = Instant.EPOCH;

    /**
     * Signs in at the first use.
     *
     * @param issuer URL of the realm
     * @param client a public client that may use the password grant
     */
    public UserSession(HttpClient http, String issuer, String client, String user, String password) {
        this.http = http;
        this.issuer = issuer;
        this.form = Map.of(
                "grant_type",
                "password",
                "client_id",
                client,
                "username",
                user,
                "password",
                password,
                "scope",
                "openid");
    }

    private UserSession(HttpClient http, String issuer, Map<String, String> form) {
        this.http = http;
        this.issuer = issuer;
        this.form = form;
    }

    /** A machine's sign-in by its client's secret (RFC 6749 §4.4). */
    public static UserSession ofClient(HttpClient http, String issuer, String client, String secret) {
        return new UserSession(
                http, issuer, Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", secret));
    }

    /**
     * Returns an access token that has not expired.
     *
     * @throws CheckFailed when Keycloak refuses or cannot be reached
     */
    public synchronized String token() {
        if (Instant.now().isAfter(renewAt)) signIn();
        return token;
    }

    /** Returns whose token it is: the {@code sub} that services know the account by. */
    public String subject() {
        String payload = token().split("\\.", 3)[1];
        JsonNode claims = JsonNodes.parse(Base64.getUrlDecoder().decode(payload));
        if (claims == null || !claims.hasNonNull("sub")) throw new CheckFailed("the token names no subject");
        return claims.path("sub").asText();
    }

    private void signIn() {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                .timeout(SIGN_IN_TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<byte[]> response = send(request);
        // Who has lost their database finds that out with the first request of each connection.
        for (int attempt = 1; response.statusCode() >= 500 && attempt < MAX_ATTEMPTS; attempt++) {
            Poller.sleep(PAUSE_MS);
            response = send(request);
        }
        JsonNode answer = JsonNodes.parse(response.body());
        if (answer == null || !answer.hasNonNull("access_token")) {
            String reason = answer == null
                    ? "no JSON"
                    : answer.path("error_description").asText();
            throw new CheckFailed(
                    "signing in as " + form.getOrDefault("username", form.get("client_id")) + " failed: " + reason);
        }
        token = answer.path("access_token").asText();
        renewAt =
                Instant.now().plusSeconds(Math.max(5, answer.path("expires_in").asLong() - 30));
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new CheckFailed("no answer from Keycloak at " + issuer + "; is the stack up? (./polyclinic up)", e);
        } catch (InterruptedException e) {
            throw CheckFailed.interrupted(e);
        }
    }
}
