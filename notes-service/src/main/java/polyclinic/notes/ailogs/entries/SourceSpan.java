package polyclinic.notes.ailogs.entries;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * A piece of a text, in UTF-16 code units.
 *
 * @param start its first one, from 0
 * @param end the one after its last
 */
public record SourceSpan(
        @NotNull @Min(0) @Max(SourceSpan.MAX) Long start,
        @NotNull @Min(0) @Max(SourceSpan.MAX) Long end) {
    static final long MAX = 1_000_000_000;
}
