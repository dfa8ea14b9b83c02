package polyclinic.clients;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
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

/**
 * The REST API as one person uses it. Waits as long as {@code Retry-After} says when told 429. A patient one also repeats
 * what met a fault on the way (502, 503, 504, a broken connection); every POST carries an {@code Idempotency-Key}, so a
 * repetition is safe.
 */
public final class Api {
    private static final Set<Integer> FAULTS = Set.of(502, 503, 504);
    private static final int TRIES = 8;
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(70);

    private final HttpClient http;
    private final String base;
    private final Session session;
    private final boolean patient;

    Api(HttpClient http, String base, Session session) {
        this(http, base, session, false);
    }

    private Api(HttpClient http, String base, Session session, boolean patient) {
        this.http = http;
        this.base = base;
        this.session = session;
        this.patient = patient;
    }

    public Api patient() {
        return new Api(http, base, session, true);
    }

    public String token() {
        return session.token();
    }

    public Answer get(String path) {
        return send("GET", path, HttpRequest.newBuilder().GET());
    }

    /** A POST that nobody repeats. */
    public Answer post(String path, Object body) {
        return post(path, body, UUID.randomUUID().toString());
    }

    public Answer post(String path, Object body, String key) {
        return send("POST", path, json("POST", body).header("Idempotency-Key", key));
    }

    public Answer put(String path, Object body) {
        return send("PUT", path, json("PUT", body));
    }

    public Answer patch(String path, String etag, Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .method("PATCH", BodyPublishers.ofByteArray(Json.bytes(body)))
                .header("Content-Type", "application/merge-patch+json")
                .header("If-Match", etag == null ? "" : etag);
        return send("PATCH", path, request);
    }

    /** Metadata and file as {@code multipart/form-data} (RFC 7578). */
    public Answer upload(String path, Object metadata, String fileName, String contentType, byte[] file, String key) {
        String boundary = "part-" + UUID.randomUUID();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        part(body, boundary, "name=\"metadata\"", "application/json", Json.bytes(metadata));
        part(body, boundary, "name=\"file\"; filename=\"" + fileName + "\"", contentType, file);
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .header("Idempotency-Key", key);
        return send("POST", path, request);
    }

    /** All items of a list, page after page. */
    public List<JsonNode> all(String path) {
        List<JsonNode> items = new ArrayList<>();
        String separator = path.contains("?") ? "&" : "?";
        String after = "";
        while (after != null) {
            JsonNode page =
                    get(path + separator + "limit=200" + after).expect(200).json();
            page.path("items").forEach(items::add);
            String next = page.path("next").asText(null);
            after = next == null || next.equals("null") ? null : "&after=" + encode(next);
        }
        return items;
    }

    public static String encode(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void part(ByteArrayOutputStream body, String boundary, String name, String type, byte[] content) {
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; " + name + "\r\nContent-Type: " + type
                + "\r\n\r\n";
        body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static HttpRequest.Builder json(String method, Object body) {
        return HttpRequest.newBuilder()
                .method(method, BodyPublishers.ofByteArray(Json.bytes(body)))
                .header("Content-Type", "application/json");
    }

    private Answer send(String method, String path, HttpRequest.Builder request) {
        request.uri(URI.create(base + path)).timeout(LONGEST_ANSWER);
        for (int attempt = 1; ; attempt++) {
            if (session != null) request.setHeader("Authorization", "Bearer " + session.token());
            Answer answer = once(method + " " + path.replaceFirst("\\?.*", ""), request.build(), attempt < TRIES);
            boolean fault = answer == null || FAULTS.contains(answer.status());
            boolean again = answer != null && answer.status() == 429
                    || patient && (fault || answer.problem().equals("request-in-progress"));
            if (!again || attempt >= TRIES) return answer;
            pause(answer == null ? null : answer.header("Retry-After"), attempt);
        }
    }

    /** Null for a broken connection that may be tried again. */
    private Answer once(String what, HttpRequest request, boolean mayFail) {
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(what, response.statusCode(), response.headers(), response.body());
        } catch (HttpTimeoutException e) {
            throw new Wrong(what + " was not answered within " + LONGEST_ANSWER.toSeconds() + " s", e);
        } catch (IOException e) {
            if (patient && mayFail) return null;
            throw new Wrong(what + ": no connection to " + base + "; is the stack up? (./polyclinic up)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Wrong("interrupted", e);
        }
    }

    private static void pause(String retryAfter, int attempt) {
        long millis = Math.min(5_000, 100L << attempt);
        if (retryAfter != null && retryAfter.matches("\\d{1,4}"))
            millis = Math.max(1, Long.parseLong(retryAfter)) * 1000;
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Wrong("interrupted", e);
        }
    }
}
