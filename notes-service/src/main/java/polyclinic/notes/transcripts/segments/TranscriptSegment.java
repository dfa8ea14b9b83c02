package polyclinic.notes.transcripts.segments;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;

/**
 * A piece of what was said, as it is kept. It never changes: sentences of notes name it.
 *
 * @param appendedIn the transcript's version that brought it
 */
public record TranscriptSegment(
        UUID id,
        long appendedIn,
        BigDecimal start,
        BigDecimal end,
        @Nullable String speaker,
        String text,
        @Nullable BigDecimal confidence) {

    /** @param field of the request, for the problem when it ends before it begins */
    public static TranscriptSegment of(SpokenSegment spoken, String field, long appendedIn) {
        if (spoken.end().compareTo(spoken.start()) < 0)
            throw Problem.invalid(field + ".end", "must not be before start");
        return new TranscriptSegment(
                Ids.next(),
                appendedIn,
                spoken.start(),
                spoken.end(),
                spoken.speaker(),
                spoken.text(),
                spoken.confidence());
    }

    /** Whether the same was sent. */
    public boolean is(SpokenSegment spoken) {
        return same(start, spoken.start())
                && same(end, spoken.end())
                && Objects.equals(speaker, spoken.speaker())
                && text.equals(spoken.text())
                && same(confidence, spoken.confidence());
    }

    private static boolean same(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        return one == null || other == null ? one == other : one.compareTo(other) == 0;
    }

    /** Bytes of what was said, as far as a limit needs them. */
    public int size() {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
