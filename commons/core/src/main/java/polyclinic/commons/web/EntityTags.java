package polyclinic.commons.web;

import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/** Versions as entity tags: {@code ETag}, {@code If-Match}, {@code If-None-Match} (RFC 9110 §13). */
public final class EntityTags {
    private EntityTags() {}

    public static String etag(long version) {
        return "\"" + version + "\"";
    }

    /** The version that the client last saw; 428 when it does not say, 412 when it is no version of ours. */
    public static long expected(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.isBlank())
            throw new Problem(428, "precondition-required", "Send If-Match with the ETag that you last read.");
        try {
            return Long.parseLong(ifMatch.strip().replaceFirst("^W/", "").replaceAll("^\"|\"$", ""));
        } catch (NumberFormatException e) {
            throw stale();
        }
    }

    public static void check(@Nullable String ifMatch, long current) {
        if (expected(ifMatch) != current) throw stale();
    }

    public static Problem stale() {
        return new Problem(412, "stale-version", "It has changed since you read it; read it again.");
    }

    /** 200 with the view, or 304 when the client has this version. */
    public static <T> Answer<T> get(@Nullable String ifNoneMatch, long version, T view) {
        String etag = etag(version);
        if (ifNoneMatch != null
                && (ifNoneMatch.contains(etag) || ifNoneMatch.strip().equals("*"))) return Answer.notModified(etag);
        return Answer.ok(version, view);
    }
}
