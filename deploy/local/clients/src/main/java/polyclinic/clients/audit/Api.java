package polyclinic.clients.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The audit API through the gateway, as an auditor. */
final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The gateway waits for about a minute. */
    private static final int PATIENCE_MINUTES = 30;

    private final HttpClient http;
    private final String gateway;
    private final String token;

    private Api(HttpClient http, String gateway, String token) {
        this.http = http;
        this.gateway = gateway;
        this.token = token;
    }

    /** Signs in with the password grant of the public client {@code polyclinic-cli}. */
    static Api signIn(HttpClient http, String gateway, String realm, String user, String password)
            throws IOException, InterruptedException {
        String form = Map.of(
                        "grant_type", "password", "client_id", "polyclinic-cli", "username", user, "password", password)
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(realm + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) throw new IOException("sign-in of " + user + " answers " + answer.statusCode());
        return new Api(
                http, gateway, JSON.readTree(answer.body()).path("access_token").asText());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
        return body(path, answer);
    }

    /** The service's own verdict. A long trail takes longer than the gateway waits: asking again joins the same run. */
    JsonNode verify() throws IOException, InterruptedException {
        HttpRequest request = request("/verify")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        for (int minutes = 0; ; minutes++) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 504 || minutes == PATIENCE_MINUTES) return body("/verify", answer);
        }
    }

    /** Calls back for each item of a list, page after page. */
    void list(String path, Consumer<JsonNode> each) throws IOException, InterruptedException {
        String after = "";
        do {
            JsonNode page = get(path + "?limit=200" + (after.isEmpty() ? "" : "&after=" + after));
            page.path("items").forEach(each);
            after = page.path("next").asText("");
        } while (!after.isEmpty() && !after.equals("null"));
    }

    /** Calls back for each line of a streamed export. */
    void lines(String path, Consumer<JsonNode> each) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = http.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body();
                var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(body)) {
            if (answer.statusCode() != 200) throw new IOException(path + " answers " + answer.statusCode());
            while (values.hasNextValue()) each.accept(values.nextValue());
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(gateway + "/api/v1/audit" + path))
                .timeout(Duration.ofMinutes(5))
                .header("Authorization", "Bearer " + token);
    }

    private static JsonNode body(String path, HttpResponse<String> answer) throws IOException {
        JsonNode body = JSON.readTree(answer.body());
        if (answer.statusCode() != 200)
            throw new IOException("/audit" + path + " answers " + answer.statusCode() + " "
                    + body.path("detail").asText());
        return body;
    }
}
