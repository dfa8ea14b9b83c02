package polyclinic.clients.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;

/**
 * The REST API as one user sees it. After a 429 it waits as long as {@code Retry-After} says and repeats the request. A
 * {@linkplain #retrying() retrying} client also repeats requests that met a fault (502, 503, 504, a broken connection);
 * every POST carries an {@code Idempotency-Key}, so a repetition is safe.
 */
public final class ApiClient {
    private static final Set<Integer> FAULTS = Set.of(502, 503, 504);
    /** A quarter of a minute. */
    private static final int MAX_ATTEMPTS = 8;

    /** A minute and a half, in which a service is started again on a busy machine. */
    private static final int PERSISTENT_ATTEMPTS = 22;

    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(70);
    private static final Duration STREAM_TIMEOUT = Duration.ofMinutes(5);
    private static final long MAX_PAUSE_MS = 5_000;

    private final HttpClient http;
    private final String base;
    private final @Nullable UserSession session;
    private final boolean retrying;
    private final int attempts;

    /** @param session whose token goes with each request; none for anonymous requests */
    public ApiClient(HttpClient http, String base, @Nullable UserSession session) {
        this(http, base, session, false, MAX_ATTEMPTS);
    }

    private ApiClient(HttpClient http, String base, @Nullable UserSession session, boolean retrying, int attempts) {
        this.http = http;
        this.base = base;
        this.session = session;
        this.retrying = retrying;
        this.attempts = attempts;
    }

    /** Returns a client of the same user that also repeats requests that met a fault. */
    public ApiClient retrying() {
        return new ApiClient(http, base, session, true, MAX_ATTEMPTS);
    }

    /** The same for work that nobody waits for, and that is to be done though services are started again meanwhile. */
    public ApiClient persistent() {
        return new ApiClient(http, base, session, true, PERSISTENT_ATTEMPTS);
    }

    public ApiResponse get(String path) {
        return send("GET", path, HttpRequest.newBuilder().GET());
    }

    /** A POST with a new key: each call is a new request. */
    public ApiResponse post(String path, Object body) {
        return post(path, body, UUID.randomUUID().toString());
    }

    public ApiResponse post(String path, Object body, String key) {
        return send("POST", path, json("POST", body).header("Idempotency-Key", key));
    }

    public ApiResponse put(String path, Object body) {
        return send("PUT", path, json("PUT", body));
    }

    /** A JSON merge patch (RFC 7396) of the version that the ETag names. */
    public ApiResponse patch(String path, @Nullable String etag, Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .method("PATCH", BodyPublishers.ofByteArray(JsonNodes.bytes(body)))
                .header("Content-Type", "application/merge-patch+json")
                .header("If-Match", etag == null ? "" : etag);
        return send("PATCH", path, request);
    }

    /** Sends metadata and a file as {@code multipart/form-data}. */
    public ApiResponse upload(
            String path, Object metadata, String fileName, String contentType, byte[] file, String key) {
        MultipartBody body = new MultipartBody()
                .part("name=\"metadata\"", "application/json", JsonNodes.bytes(metadata))
                .part("name=\"file\"; filename=\"" + fileName + "\"", contentType, file);
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .POST(BodyPublishers.ofByteArray(body.bytes()))
                .header("Content-Type", body.contentType())
                .header("Idempotency-Key", key);
        return send("POST", path, request);
    }

    /** Returns all items of a list, read page after page. */
    public List<JsonNode> all(String path) {
        List<JsonNode> items = new ArrayList<>();
        String first = path + (path.contains("?") ? "&" : "?") + "limit=200";
        String url = first;
        while (true) {
            JsonNode page = get(url).expect(200).json();
            page.path("items").forEach(items::add);
            if (!page.hasNonNull("next")) return items;
            url = first + "&after=" + encode(page.path("next").asText());
        }
    }

    /**
     * Calls back for each line of NDJSON that is streamed, however long it is.
     *
     * @throws CheckFailed when it is refused or breaks off; what came until then has been called back for
     */
    public void lines(String path, Consumer<JsonNode> each) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(STREAM_TIMEOUT);
        if (session != null) request.header("Authorization", "Bearer " + session.token());
        String name = "GET " + path.replaceFirst("\\?.*", "");
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body();
                    MappingIterator<JsonNode> values =
                            JsonNodes.MAPPER.readerFor(JsonNode.class).readValues(body)) {
                if (response.statusCode() != 200) throw new CheckFailed(name + " answered " + response.statusCode());
                while (values.hasNextValue()) each.accept(values.nextValue());
            }
        } catch (IOException e) {
            throw new CheckFailed(name + " broke off", e);
        } catch (InterruptedException e) {
            throw CheckFailed.interrupted(e);
        }
    }

    /** Encodes a query parameter's value. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpRequest.Builder json(String method, Object body) {
        return HttpRequest.newBuilder()
                .method(method, BodyPublishers.ofByteArray(JsonNodes.bytes(body)))
                .header("Content-Type", "application/json");
    }

    private ApiResponse send(String method, String path, HttpRequest.Builder request) {
        request.uri(URI.create(base + path)).timeout(RESPONSE_TIMEOUT);
        String name = method + " " + path.replaceFirst("\\?.*", "");
        for (int attempt = 1; attempt < attempts; attempt++) {
            ApiResponse response = attempt(name, request);
            if (response != null && !mustRepeat(response)) return response;
            Poller.sleep(pauseMillis(response, attempt));
        }
        try {
            return exchange(name, request);
        } catch (IOException e) {
            throw noConnection(name, e);
        }
    }

    private boolean mustRepeat(ApiResponse response) {
        if (response.status() == 429) return true;
        return retrying
                && (FAULTS.contains(response.status()) || response.problem().equals("request-in-progress"));
    }

    /** Returns null for a broken connection when the request can be repeated. */
    private @Nullable ApiResponse attempt(String name, HttpRequest.Builder request) {
        try {
            return exchange(name, request);
        } catch (IOException e) {
            if (retrying) return null;
            throw noConnection(name, e);
        }
    }

    private ApiResponse exchange(String name, HttpRequest.Builder request) throws IOException {
        if (session != null) request.setHeader("Authorization", "Bearer " + session.token());
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new ApiResponse(name, response.statusCode(), response.headers(), response.body());
        } catch (HttpTimeoutException e) {
            throw new CheckFailed(name + " was not answered within " + RESPONSE_TIMEOUT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            throw CheckFailed.interrupted(e);
        }
    }

    private CheckFailed noConnection(String name, IOException cause) {
        return new CheckFailed(name + ": no connection to " + base + "; is the stack up? (./polyclinic up)", cause);
    }

    private static long pauseMillis(@Nullable ApiResponse response, int attempt) {
        String retryAfter = response == null ? null : response.header("Retry-After");
        if (retryAfter != null && retryAfter.matches("\\d{1,4}")) return Math.max(1, Long.parseLong(retryAfter)) * 1000;
        return Math.min(MAX_PAUSE_MS, 100L << attempt);
    }
}
