package polyclinic.notes.transcripts;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param audioAssetId the recording; needed unless the transcript has it already
 * @param segmentCount how many segments were sent, so that none that was lost is left out
 */
record CompleteTranscript(
        @Nullable UUID audioAssetId,
        @Nullable @Min(0) @Max(Transcript.MAX_SEGMENTS) Integer segmentCount) {}
