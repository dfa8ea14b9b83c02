package polyclinic.commons.provenance;

import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/** An id that a record has elsewhere, as a search names it: {@code source|id}. The first bar parts the two. */
public record ExternalId(String source, String id) {
    private static final int MAX_LENGTH = 401;

    /** Null for null; 422 for a text without a bar or without one of the two. */
    public static @Nullable ExternalId of(@Nullable String text) {
        if (text == null) return null;
        int bar = text.indexOf('|');
        String source = bar < 0 ? "" : text.substring(0, bar).strip();
        String id = bar < 0 ? "" : text.substring(bar + 1).strip();
        if (source.isEmpty() || id.isEmpty() || text.length() > MAX_LENGTH)
            throw Problem.invalid("externalId", "must be source|id");
        return new ExternalId(source, id);
    }
}
