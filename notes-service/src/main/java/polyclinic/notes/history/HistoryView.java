package polyclinic.notes.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import polyclinic.notes.content.Contents;
import polyclinic.notes.events.HistoryType;
import polyclinic.notes.people.Author;

record HistoryView(
        UUID id,
        UUID patientId,
        HistoryType type,
        LocalDate date,
        JsonNode content,
        HistorySource source,
        UUID documentId,
        Author recordedBy,
        Instant recordedAt) {

    static HistoryView of(HistoryEntry entry) {
        return new HistoryView(
                entry.id,
                entry.patientId,
                entry.type,
                entry.day(),
                Contents.toJson(entry.content),
                entry.source,
                entry.documentId,
                entry.recordedBy,
                entry.recordedAt);
    }
}
