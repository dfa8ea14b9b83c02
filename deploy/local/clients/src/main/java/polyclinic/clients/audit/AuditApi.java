package polyclinic.clients.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.http.UserSession;

/** The audit API through the gateway, as an auditor sees it. It reads the export as a stream, because a trail is long. */
final class AuditApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(5);
    /** The gateway waits about a minute for each. */
    private static final int MAX_VERIFY_REQUESTS = 31;

    private static final Set<Integer> FAULTS = Set.of(502, 503);
    private static final int MAX_FAULTS = 3;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final HttpClient http;
    private final String gateway;
    private final UserSession auditor;
    private final Duration pause;

    AuditApi(HttpClient http, String gateway, UserSession auditor) {
        this(http, gateway, auditor, PAUSE);
    }

    /** @param pause after a fault, before the next request */
    AuditApi(HttpClient http, String gateway, UserSession auditor, Duration pause) {
        this.http = http;
        this.gateway = gateway;
        this.auditor = auditor;
        this.pause = pause;
    }

    JsonNode get(String path) throws IOException {
        return body(path, send(request(path).build(), HttpResponse.BodyHandlers.ofString()));
    }

    /**
     * Returns the service's own verdict, from the first entry of each chain. A long trail takes longer than the gateway waits:
     * asking again joins the same run. When a store was away for a moment, it begins anew.
     */
    JsonNode verify() throws IOException {
        int faults = 0;
        for (int attempt = 1; ; attempt++) {
            HttpRequest request = request("/verify")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"full\":true}"))
                    .build();
            HttpResponse<String> response = send(request, HttpResponse.BodyHandlers.ofString());
            boolean fault = FAULTS.contains(response.statusCode());
            if (fault) faults++;
            if (!fault && response.statusCode() != 504 || attempt == MAX_VERIFY_REQUESTS || faults > MAX_FAULTS)
                return body("/verify", response);
            if (fault) Poller.sleep(pause.toMillis());
        }
    }

    /** Calls back for each item of a list, page after page. */
    void list(String path, Consumer<JsonNode> each) throws IOException {
        String after = "";
        do {
            JsonNode page = get(path + "?limit=200" + (after.isEmpty() ? "" : "&after=" + after));
            page.path("items").forEach(each);
            after = page.hasNonNull("next") ? page.path("next").asText() : "";
        } while (!after.isEmpty());
    }

    /** Calls back for the lines of a streamed export, so many at a time. */
    void lines(String path, int batch, Consumer<List<JsonNode>> each) throws IOException {
        HttpResponse<InputStream> response = send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body();
                MappingIterator<JsonNode> values =
                        JSON.readerFor(JsonNode.class).readValues(body)) {
            if (response.statusCode() != 200) throw new IOException(path + " answers " + response.statusCode());
            List<JsonNode> read = new ArrayList<>(batch);
            while (values.hasNextValue()) {
                read.add(values.nextValue());
                if (read.size() < batch) continue;
                each.accept(read);
                read.clear();
            }
            each.accept(read);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(gateway + "/api/v1/audit" + path))
                .timeout(REQUEST_TIMEOUT)
                .header("Authorization", "Bearer " + auditor.token());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        try {
            return http.send(request, handler);
        } catch (InterruptedException e) {
            throw CheckFailed.interrupted(e);
        }
    }

    private static JsonNode body(String path, HttpResponse<String> response) throws IOException {
        JsonNode body = JSON.readTree(response.body());
        if (response.statusCode() != 200)
            throw new IOException("/audit" + path + " answers " + response.statusCode() + " "
                    + body.path("detail").asText());
        return body;
    }
}
