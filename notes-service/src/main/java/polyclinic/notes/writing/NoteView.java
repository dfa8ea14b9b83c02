package polyclinic.notes.writing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.notes.content.Contents;
import polyclinic.notes.events.NoteStatus;
import polyclinic.notes.events.NoteType;
import polyclinic.notes.people.Author;

record NoteView(
        UUID id,
        UUID patientId,
        UUID encounterId,
        NoteType type,
        NoteStatus status,
        JsonNode content,
        UUID audioAssetId,
        Author author,
        long version,
        Instant createdAt,
        Instant updatedAt,
        Author signedBy,
        Instant signedAt,
        List<Addendum> addenda) {

    static NoteView of(Note note) {
        return new NoteView(
                note.id,
                note.patientId,
                note.encounterId,
                note.type,
                note.status,
                Contents.toJson(note.content),
                note.audioAssetId,
                note.author,
                note.version,
                note.createdAt,
                note.updatedAt,
                note.signedBy,
                note.signedAt,
                note.addenda);
    }
}
