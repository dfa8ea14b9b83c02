package polyclinic.notes.projections.timeline.documents;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.projections.timeline.lines.TimelineSource;

/** Transcripts on a timeline. */
public final class TranscriptTimeline {
    public static final TimelineSource<Conversation> SOURCE = TimelineSource.of(
                    "transcript",
                    Conversation.class,
                    Conversation::patientId,
                    Conversation::transcriptId,
                    Conversation::occurredAt)
            .line("transcript.completed.v1", conversation -> "Conversation transcribed");

    private TranscriptTimeline() {}

    public record Conversation(
            @Nullable UUID patientId,
            @Nullable UUID transcriptId,
            @Nullable Instant occurredAt) {}
}
