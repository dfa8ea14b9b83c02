package polyclinic.commons.web;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/** Versions as entity tags: {@code ETag}, {@code If-Match}, {@code If-None-Match} (RFC 9110 §13). */
public final class EntityTags {
    /** {@code W/} or null, what stands in quotes, or what a client forgot to put into them, which means the same. */
    private static final Pattern TAG = Pattern.compile("(W/)?(?:\"([^\"]*)\"|([^\",\\s]+))");

    private static final Pattern VERSION = Pattern.compile("[0-9]{1,18}");

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
        String given = Objects.requireNonNull(ifMatch);
        if (given.strip().equals("*")) return true;
        String version = Long.toString(current);
        return TAG.matcher(given)
                .results()
                .anyMatch(tag ->
                        tag.group(1) == null && version.equals(tag.group(2) != null ? tag.group(2) : tag.group(3)));
    }

    /**
     * The version that a client had read by its {@code If-Match}, to show what changed since: the newest that it names. Fails with
     * 412 when it names none.
     */
    public static long expected(@Nullable String ifMatch) {
        require(ifMatch);
        return TAG.matcher(Objects.requireNonNull(ifMatch))
                .results()
                .map(tag -> tag.group(2) != null ? tag.group(2) : tag.group(3))
                .filter(tag -> VERSION.matcher(tag).matches())
                .mapToLong(Long::parseLong)
                .max()
                .orElseThrow(EntityTags::stale);
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
