package polyclinic.commons.filters;

import io.opentelemetry.api.trace.Span;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.Problem;

/** The one place where a problem becomes bytes (RFC 9457). */
public final class ProblemResponse {
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemResponse() {}

    /** @param instance the request's path; ids are allowed in it, query strings are not */
    public static Response of(Problem problem, String instance) {
        return Response.status(problem.status())
                .type(MEDIA_TYPE)
                .header("Cache-Control", "no-store")
                .header(
                        "Retry-After",
                        problem.status() == 503 || problem.status() == 429 ? problem.retryAfterSeconds() : null)
                .entity(body(problem.status(), problem.slug(), problem.detail(), instance, problem.members()))
                .build();
    }

    /** The JSON text of a problem; without an instance where there is no path. */
    public static String body(
            int status, String slug, String detail, @Nullable String instance, Map<String, Object> members) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "urn:polyclinic:problem:" + slug);
        body.put("title", title(slug));
        body.put("status", status);
        body.put("detail", detail);
        body.put("instance", instance);
        var trace = Span.current().getSpanContext();
        body.put("traceId", trace.isValid() ? trace.getTraceId() : null);
        body.putAll(members);
        return Json.write(body);
    }

    /** {@code slot-taken} → {@code Slot taken}. */
    static String title(String slug) {
        String words = slug.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
