package polyclinic.notes.projections.timeline.documents;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.projections.timeline.lines.TimelineSource;

/** Notes on a timeline. */
public final class NoteTimeline {
    public static final TimelineSource<Note> SOURCE = TimelineSource.of(
                    "note", Note.class, Note::patientId, Note::noteId, Note::occurredAt)
            .staffLine("note.drafted.v1", note -> note.noun() + " drafted")
            .staffLine("note.updated.v1", note -> note.noun() + " edited")
            .line("note.signed.v1", note -> note.noun() + " signed")
            .line("note.addendum-added.v1", note -> note.noun() + " completed by an addendum");

    private NoteTimeline() {}

    public record Note(
            @Nullable UUID patientId,
            @Nullable UUID noteId,
            @Nullable Instant occurredAt,
            @Nullable String noteType) {
        String noun() {
            if (noteType == null) return "Note";
            return switch (noteType) {
                case "soap" -> "SOAP note";
                case "audio_transcription" -> "Transcription";
                case "ai_summary" -> "AI summary";
                default -> "Note";
            };
        }
    }
}
