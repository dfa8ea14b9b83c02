package polyclinic.notes.notes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.notes.content.Author;
import polyclinic.notes.content.ContentRules;
import polyclinic.notes.events.NoteStatus;
import polyclinic.notes.events.NoteType;

public record NoteView(
        UUID id,
        UUID patientId,
        @Nullable UUID encounterId,
        NoteType type,
        NoteStatus status,
        JsonNode content,
        @Nullable UUID audioAssetId,
        Author author,
        long version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Author signedBy,
        @Nullable Instant signedAt,
        List<Addendum> addenda)
        implements PatientData {

    public static NoteView of(Note note) {
        return new NoteView(
                note.id(),
                note.patientId(),
                note.encounterId(),
                note.type(),
                note.status(),
                ContentRules.toJson(note.content()),
                note.audioAssetId(),
                note.author(),
                note.version(),
                note.createdAt(),
                note.updatedAt(),
                note.signedBy(),
                note.signedAt(),
                note.addenda());
    }
}
