package polyclinic.local.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import polyclinic.local.process.ServerCertificate;
import polyclinic.local.terminal.UserError;

/** JSON over HTTP with a bearer token. */
public final class JsonClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client;

    /** @param environment names in POLYCLINIC_TLS_CA the authority of what it talks to, if that has one of its own */
    public JsonClient(Map<String, String> environment) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).version(HttpClient.Version.HTTP_1_1);
        String authority = environment.get("POLYCLINIC_TLS_CA");
        if (authority != null) {
            builder.sslContext(ServerCertificate.clientContext(Path.of(authority)));
        }
        client = builder.build();
    }

    /**
     * A response.
     *
     * @param body a missing node when there is none or it is not JSON
     */
    record Reply(int status, JsonNode body) {
        /** Returns the body; fails unless the status is one of these. */
        JsonNode expect(int... statuses) {
            for (int expected : statuses) {
                if (status == expected) {
                    return body;
                }
            }
            throw new UserError("unexpected answer " + status + (body.isMissingNode() ? "" : ": " + body));
        }
    }

    Reply get(String address, String token) {
        return send(request(address, token).GET());
    }

    Reply post(String address, String token, Object body) {
        return send(request(address, token)
                .header("Content-Type", "application/json")
                .POST(json(body)));
    }

    Reply put(String address, String token, Object body) {
        return send(request(address, token)
                .header("Content-Type", "application/json")
                .PUT(json(body)));
    }

    /** Returns an access token for a name and a password (RFC 6749 §4.3; the local stack's clients only). */
    public String token(String issuer, String client, String user, String password) {
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
        Reply reply = send(HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        if (reply.status() != 200) {
            throw new UserError("Signing in as " + user + " failed (" + reply.status() + " "
                    + reply.body().path("error_description").asText() + ").");
        }
        return reply.body().path("access_token").asText();
    }

    private static HttpRequest.Builder request(String address, String token) {
        return HttpRequest.newBuilder(URI.create(address)).header("Authorization", "Bearer " + token);
    }

    private static HttpRequest.BodyPublisher json(Object body) {
        return HttpRequest.BodyPublishers.ofString(JSON.valueToTree(body).toString());
    }

    private Reply send(HttpRequest.Builder builder) {
        HttpRequest request = builder.timeout(REQUEST_TIMEOUT).build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), body(response.body()));
        } catch (IOException e) {
            throw new UserError("no answer from " + request.uri() + "; is the stack up?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", e);
        }
    }

    private static JsonNode body(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException notJson) {
            // the status says enough
            return MissingNode.getInstance();
        }
    }
}
