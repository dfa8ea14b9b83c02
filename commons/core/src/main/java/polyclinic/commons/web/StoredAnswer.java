package polyclinic.commons.web;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of the answer to a POST with an {@code Idempotency-Key}: everything but the body. What a caller may see may
 * change between a request and its repetition, so the body is read anew each time, as a GET would read it.
 *
 * @param status HTTP status of the first answer
 * @param location path of what was created, or null
 * @param etag the version that the first answer showed, in quotes, or null when its body has none
 */
public record StoredAnswer(
        int status, @Nullable String location, @Nullable String etag) {
    /** Twice as long as the contract promises (24 h), so that no promise depends on when the sweep runs. */
    public static final Duration RETENTION = Duration.ofHours(48);

    public static StoredAnswer of(Answer<?> answer) {
        return new StoredAnswer(answer.status(), answer.location(), answer.etag());
    }

    /** The id of what was created: the last part of the location. */
    public UUID createdId() {
        if (location == null) throw new IllegalStateException("nothing was created");
        return UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
    }

    /** The version that the first answer showed. */
    public long version() {
        if (etag == null) throw new IllegalStateException("the answer had no version");
        return Long.parseLong(etag.substring(1, etag.length() - 1));
    }
}
