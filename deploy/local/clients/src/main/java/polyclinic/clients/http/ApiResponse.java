package polyclinic.clients.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;

/**
 * A response of the API.
 *
 * @param request method and path of the request, for messages
 */
public record ApiResponse(String request, int status, HttpHeaders headers, byte[] bytes) {

    /**
     * Returns this response.
     *
     * @throws CheckFailed when its status is none of those
     */
    public ApiResponse expect(int... statuses) {
        if (Arrays.stream(statuses).noneMatch(expected -> expected == status)) {
            String expected =
                    Arrays.toString(statuses).replaceAll("[\\[\\]]", "").replace(", ", " or ");
            throw unexpected(expected);
        }
        return this;
    }

    /** Returns the failure of an expectation, for example {@code unexpected("201")}. */
    public CheckFailed unexpected(String expected) {
        return new UnexpectedAnswer(status, request + " answered " + status + describe() + " instead of " + expected);
    }

    /**
     * Returns this response.
     *
     * @param slug of the problem's type, {@code urn:polyclinic:problem:<slug>} (RFC 9457)
     * @throws CheckFailed when it is not this problem
     */
    public ApiResponse expectProblem(int expected, String slug) {
        expect(expected);
        if (!slug.equals(problem())) throw new CheckFailed(request + " answered" + describe() + " instead of " + slug);
        return this;
    }

    /** Returns the problem's slug, or an empty text. */
    public String problem() {
        return json().path("type").asText().replaceFirst("^urn:polyclinic:problem:", "");
    }

    /** Returns the body, or a missing node when it is not JSON. */
    public JsonNode json() {
        JsonNode json = JsonNodes.parse(bytes);
        return json == null ? MissingNode.getInstance() : json;
    }

    /**
     * Returns a field of the body.
     *
     * @throws CheckFailed when it is absent or null
     */
    public String text(String field) {
        String value = optionalText(field);
        if (value == null) throw new CheckFailed(request + " answered without " + field);
        return value;
    }

    /** Returns a field of the body, or null when it is absent or null. */
    public @Nullable String optionalText(String field) {
        JsonNode value = json().path(field);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }

    public @Nullable String etag() {
        return header("ETag");
    }

    public @Nullable String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    private String describe() {
        if (status < 400) return "";
        JsonNode json = json();
        if (json.isMissingNode()) {
            String text = new String(bytes, 0, Math.min(bytes.length, 120), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? "" : " (" + text.replaceAll("\\s+", " ") + ")";
        }
        return " " + problem() + " (" + json.path("detail").asText()
                + json.path("violations").toString() + ")";
    }
}
