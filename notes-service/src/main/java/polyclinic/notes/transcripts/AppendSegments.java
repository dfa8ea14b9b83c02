package polyclinic.notes.transcripts;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.transcripts.segments.SpokenSegment;

/**
 * @param sequence the place of the first, from 1, so that what is sent again is there once and nothing is missing between; without
 *     it they follow what is there
 */
record AppendSegments(
        @Nullable @Min(1) @Max(Transcript.MAX_SEGMENTS) Integer sequence,

        @NotNull @Size(min = 1, max = AppendSegments.MAX) List<@NotNull @Valid SpokenSegment> segments) {
    static final int MAX = 500;
}
