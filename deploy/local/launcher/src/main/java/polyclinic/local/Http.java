package polyclinic.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** JSON over HTTP with a bearer token. */
final class Http {
    static final ObjectMapper JSON = new ObjectMapper();
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /**
     * What came back.
     *
     * @param body null when there is none or it is not JSON
     */
    record Answer(int status, String etag, JsonNode body) {
        JsonNode expect(int... statuses) {
            for (int expected : statuses) {
                if (status == expected) {
                    return body;
                }
            }
            throw new Complaint("unexpected answer " + status + (body == null ? "" : ": " + body));
        }
    }

    Answer send(String method, String address, String token, Object body, Map<String, String> headers) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30));
            headers.forEach(request::header);
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            if (body != null) {
                request.header("Content-Type", "application/json");
            }
            request.method(
                    method,
                    body == null
                            ? HttpRequest.BodyPublishers.noBody()
                            : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
            return answer(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new Complaint("no answer from " + address + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Complaint("interrupted", e);
        }
    }

    /** An access token by name and password (RFC 6749 §4.3; the local stack's clients only). */
    String token(String issuer, String client, String user, String password) {
        Map<String, String> form = Map.of(
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
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            Answer answer = answer(this.client.send(request, HttpResponse.BodyHandlers.ofString()));
            if (answer.status() != 200) {
                throw new Complaint("Signing in as " + user + " failed (" + answer.status() + " "
                        + (answer.body() == null
                                ? ""
                                : answer.body().path("error_description").asText()) + ").");
            }
            return answer.body().get("access_token").asText();
        } catch (IOException e) {
            throw new Complaint("no answer from " + issuer + "; is the stack up?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Complaint("interrupted", e);
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        JsonNode body = null;
        try {
            body = response.body().isBlank() ? null : JSON.readTree(response.body());
        } catch (IOException notJson) {
            // the status tells
        }
        return new Answer(
                response.statusCode(), response.headers().firstValue("ETag").orElse(null), body);
    }
}
