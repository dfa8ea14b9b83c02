package polyclinic.notes.transcripts;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.transcripts.segments.Consent;
import polyclinic.notes.transcripts.segments.SpokenSegment;

/**
 * @param audioAssetId the recording; while it is still made there is none, and it is named with the end
 * @param language of the conversation, a BCP 47 tag
 * @param segments what was said so far
 */
record StartTranscript(
        @NotNull UUID patientId,
        @Nullable UUID encounterId,
        @Nullable UUID audioAssetId,
        @Nullable @Size(min = 2, max = 35) String language,
        @NotNull @Valid Consent consent,

        @Nullable @Size(max = AppendSegments.MAX) List<@NotNull @Valid SpokenSegment> segments) {

    List<SpokenSegment> spoken() {
        return segments == null ? List.of() : segments;
    }
}
