package polyclinic.commons.web;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import polyclinic.commons.problem.Problem;

/** EntityTags as entity tags: {@code ETag}, {@code If-Match}, {@code If-None-Match} (RFC 9110 §13). */
public final class EntityTags {
    private EntityTags() {}

    public static String etag(long version) {
        return "\"" + version + "\"";
    }

    /** The version that the client last saw; 428 when it does not say, 412 when it is no version of ours. */
    public static long expected(String ifMatch) {
        if (ifMatch == null || ifMatch.isBlank())
            throw new Problem(428, "precondition-required", "Send If-Match with the ETag that you last read.");
        try {
            return Long.parseLong(ifMatch.strip().replaceFirst("^W/", "").replaceAll("^\"|\"$", ""));
        } catch (NumberFormatException e) {
            throw stale();
        }
    }

    public static void check(String ifMatch, long current) {
        if (expected(ifMatch) != current) throw stale();
    }

    public static Problem stale() {
        return new Problem(412, "stale-version", "It has changed since you read it; read it again.");
    }

    /** 200 with the body, or 304 when the client has this version. */
    public static Response get(String ifNoneMatch, long version, Object body) {
        String etag = etag(version);
        if (ifNoneMatch != null
                && (ifNoneMatch.contains(etag) || ifNoneMatch.strip().equals("*")))
            return Response.notModified().header(HttpHeaders.ETAG, etag).build();
        return Answer.ok(version, body).toResponse();
    }
}
