package polyclinic.commons.web;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/** Versions as entity tags: {@code ETag}, {@code If-Match}, {@code If-None-Match} (RFC 9110 §13). */
public final class EntityTags {
    private EntityTags() {}

    public static String etag(long version) {
        return "\"" + version + "\"";
    }

    /** Fails with 428 unless the client says which version it has seen: a blind change could undo another's. */
    public static void require(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.isBlank())
            throw new Problem(428, "precondition-required", "Send If-Match with the ETag that you last read.");
    }

    /**
     * Fails with 428 without {@code If-Match}, with 412 unless it names the current version. {@code *} names any (RFC 9110
     * §13.1.1), a list each of its tags; a weak tag names none, as the comparison is the strong one (§8.8.3.2).
     */
    public static void check(@Nullable String ifMatch, long current) {
        if (!matches(ifMatch, current)) throw stale();
    }

    /** Whether {@code If-Match} names the current version; 428 when there is none. */
    public static boolean matches(@Nullable String ifMatch, long current) {
        require(ifMatch);
        if (Objects.requireNonNull(ifMatch).strip().equals("*")) return true;
        String version = Long.toString(current);
        for (String tag : ifMatch.split(",", -1)) {
            String bare = tag.strip();
            // A client that forgot the quotes means the same.
            if (bare.equals('"' + version + '"') || bare.equals(version)) return true;
        }
        return false;
    }

    /** The one version that {@code If-Match} names, to show what changed since; fails with 412 when it names none. */
    public static long expected(@Nullable String ifMatch) {
        require(ifMatch);
        try {
            return Long.parseLong(Objects.requireNonNull(ifMatch).strip().replaceAll("^\"|\"$", ""));
        } catch (NumberFormatException notOurs) {
            throw stale();
        }
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
