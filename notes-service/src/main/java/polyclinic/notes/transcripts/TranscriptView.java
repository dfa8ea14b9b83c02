package polyclinic.notes.transcripts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.notes.content.Author;
import polyclinic.notes.content.EnteredInError;
import polyclinic.notes.transcripts.segments.Consent;
import polyclinic.notes.transcripts.segments.SegmentView;
import polyclinic.notes.transcripts.segments.TranscriptStatus;

/**
 * A transcript as clients see it.
 *
 * @param segmentCount how many segments it has
 * @param segments all of them, or in the answer to an appending those that it brought; null in lists
 * @param enteredInError that it should never have been, or null
 */
record TranscriptView(
        UUID id,
        UUID patientId,
        @Nullable UUID encounterId,
        TranscriptStatus status,
        @Nullable UUID audioAssetId,
        @Nullable String language,
        Consent consent,
        Author author,
        @JsonIgnore long version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant completedAt,
        int segmentCount,
        @Nullable List<SegmentView> segments,
        @Nullable EnteredInError enteredInError)
        implements PatientData {

    static TranscriptView of(Transcript transcript) {
        return of(transcript, transcript.segmentViews(Transcript.ALL));
    }

    /** As it was just appended to. @param version the one that brought the segments */
    static TranscriptView appended(Transcript transcript, long version) {
        return of(transcript, transcript.segmentViews(version));
    }

    static TranscriptView listed(Transcript transcript) {
        return of(transcript, null);
    }

    private static TranscriptView of(Transcript transcript, @Nullable List<SegmentView> segments) {
        return new TranscriptView(
                transcript.id(),
                transcript.patientId(),
                transcript.encounterId(),
                transcript.status(),
                transcript.audioAssetId(),
                transcript.language(),
                transcript.consent(),
                transcript.author(),
                transcript.version(),
                transcript.createdAt(),
                transcript.updatedAt(),
                transcript.completedAt(),
                transcript.segmentCount(),
                segments,
                transcript.enteredInError());
    }
}
