package polyclinic.commons.web;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;

/**
 * A successful response as a value: what a use case returns. {@link AnswerWriter} is the one place where it becomes HTTP.
 * Beside the change that it reports {@link StoredAnswer} is kept of it, which has no body.
 *
 * @param <T> the view that the body holds
 */
public final class Answer<T> {
    /** The body's form, for the OpenAPI document; null in an answer without a body. */
    private final @Nullable T view;

    @Schema(hidden = true)
    private final int status;

    @Schema(hidden = true)
    private final @Nullable String location;

    @Schema(hidden = true)
    private final @Nullable String etag;

    @Schema(hidden = true)
    private final String json;

    @Schema(hidden = true)
    private final boolean replayed;

    private Answer(
            int status,
            @Nullable String location,
            @Nullable String etag,
            @Nullable T view,
            String json,
            boolean replayed) {
        this.status = status;
        this.location = location;
        this.etag = etag;
        this.view = view;
        this.json = json;
        this.replayed = replayed;
    }

    private static <T> Answer<T> of(int status, @Nullable String location, @Nullable String etag, T view) {
        return new Answer<>(status, location, etag, view, Json.write(view), false);
    }

    /** @param location path of what was created */
    public static <T> Answer<T> created(String location, long version, T view) {
        return of(201, location, EntityTags.etag(version), view);
    }

    public static <T> Answer<T> ok(long version, T view) {
        return of(200, null, EntityTags.etag(version), view);
    }

    public static <T> Answer<T> ok(T view) {
        return of(200, null, null, view);
    }

    /** @param location path of what is being worked on */
    public static <T> Answer<T> accepted(String location, long version, T view) {
        return of(202, location, EntityTags.etag(version), view);
    }

    /** 304: the client has this version already (RFC 9110 §15.4.5). */
    public static <T> Answer<T> notModified(String etag) {
        return new Answer<>(304, null, etag, null, "", false);
    }

    /**
     * The answer to a repeated request: status and location are the first one's; body and {@code ETag} are as they are now.
     *
     * @param now what the caller would read now
     */
    public static <T> Answer<T> replayed(StoredAnswer stored, Answer<T> now) {
        return new Answer<>(stored.status(), stored.location(), now.etag, now.view, now.json, true);
    }

    public int status() {
        return status;
    }

    public @Nullable String location() {
        return location;
    }

    /** The version in quotes, or null when the body has none. */
    public @Nullable String etag() {
        return etag;
    }

    /** The view that was written, or null in an answer without a body. */
    public @Nullable T view() {
        return view;
    }

    public String json() {
        return json;
    }

    public boolean isReplayed() {
        return replayed;
    }
}
