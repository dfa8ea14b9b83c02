package polyclinic.notes.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.EventType;

/** Events about transcripts. */
public sealed interface TranscriptEvent extends DocumentEvent {
    UUID transcriptId();

    @Override
    default UUID aggregateId() {
        return transcriptId();
    }

    /** A transcript to which nothing is appended any more. @param audioAssetId its recording */
    @EventType("transcript.completed.v1")
    record Completed(
            UUID transcriptId,
            long version,
            UUID patientId,
            @Nullable UUID encounterId,
            @Nullable UUID audioAssetId,
            Instant occurredAt)
            implements TranscriptEvent {}

    /** A transcript that should never have been. @param replacedBy the transcript that is right, or null */
    @EventType("transcript.entered-in-error.v1")
    record MarkedInError(
            UUID transcriptId, UUID patientId, @Nullable UUID replacedBy, Instant occurredAt)
            implements TranscriptEvent {}
}
