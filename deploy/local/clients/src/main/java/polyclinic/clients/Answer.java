package polyclinic.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What came back.
 *
 * @param request method and path, for messages
 */
public record Answer(String request, int status, HttpHeaders headers, byte[] bytes) {

    /** This answer, or {@link Wrong} when its status is none of those. */
    public Answer expect(int... statuses) {
        if (Arrays.stream(statuses).noneMatch(expected -> expected == status)) {
            String expected =
                    Arrays.toString(statuses).replaceAll("[\\[\\]]", "").replace(", ", " or ");
            throw new Wrong(request + " answered " + status + describe() + " instead of " + expected);
        }
        return this;
    }

    /** This answer, or {@link Wrong} when it is another problem than that (RFC 9457, {@code urn:polyclinic:problem:<slug>}). */
    public Answer expectProblem(int expected, String slug) {
        expect(expected);
        if (!slug.equals(problem())) throw new Wrong(request + " answered" + describe() + " instead of " + slug);
        return this;
    }

    /** The problem's slug, or an empty text. */
    public String problem() {
        return json().path("type").asText().replaceFirst("^urn:polyclinic:problem:", "");
    }

    public JsonNode json() {
        JsonNode json = Json.parse(bytes);
        return json == null ? MissingNode.getInstance() : json;
    }

    public String text(String field) {
        JsonNode value = json().path(field);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }

    public String etag() {
        return header("ETag");
    }

    /** Null when it is not there. */
    public String header(String name) {
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
