package polyclinic.commons.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.TextRules;
import polyclinic.commons.problem.Problem;

/** Opaque cursors for keyset pages: the sort key of the last row shown. */
public final class Cursor {
    private static final String SEPARATOR = "\n";

    private Cursor() {}

    public static String encode(Object... parts) {
        String text = Arrays.stream(parts).map(String::valueOf).collect(Collectors.joining(SEPARATOR));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The parts of a cursor, or null when there is none; 422 when it is not one of ours. */
    public static @Nullable List<String> decode(@Nullable String cursor, int parts) {
        if (cursor == null || cursor.isEmpty()) return null;
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            List<String> found = List.of(text.split(SEPARATOR, -1));
            if (found.size() == parts && found.stream().allMatch(TextRules::isClean)) return found;
        } catch (IllegalArgumentException e) {
            // answered below
        }
        throw invalid();
    }

    /** A cursor that is one id, or null. */
    public static @Nullable UUID id(@Nullable String cursor) {
        List<String> parts = decode(cursor, 1);
        if (parts == null) return null;
        try {
            return UUID.fromString(parts.get(0));
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    public static Problem invalid() {
        return Problem.invalid("after", "must be the next of an earlier page");
    }

    /** The page size asked for: 1–200, 50 when it is not said. */
    public static int limit(@Nullable Integer limit) {
        if (limit == null) return 50;
        if (limit < 1 || limit > 200) throw Problem.invalid("limit", "must be between 1 and 200");
        return limit;
    }
}
