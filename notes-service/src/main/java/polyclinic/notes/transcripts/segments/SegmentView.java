package polyclinic.notes.transcripts.segments;

import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A piece of what was said, as clients see it.
 *
 * @param sequence its place, from 1
 * @param start seconds from the beginning of the recording
 * @param sound where it can be heard: the recording with the times as a fragment (W3C Media Fragments), by which players ask for
 *     those bytes alone; null while there is no recording
 */
public record SegmentView(
        UUID id,
        int sequence,
        BigDecimal start,
        BigDecimal end,
        @Nullable String speaker,
        String text,
        @Nullable BigDecimal confidence,
        @Nullable String sound) {

    public static SegmentView of(TranscriptSegment segment, int sequence, @Nullable UUID audioAssetId) {
        return new SegmentView(
                segment.id(),
                sequence,
                segment.start(),
                segment.end(),
                segment.speaker(),
                segment.text(),
                segment.confidence(),
                audioAssetId == null
                        ? null
                        : "/api/v1/assets/" + audioAssetId + "/content#t="
                                + segment.start().toPlainString() + ","
                                + segment.end().toPlainString());
    }
}
