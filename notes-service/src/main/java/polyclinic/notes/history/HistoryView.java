package polyclinic.notes.history;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.provenance.Provenance;
import polyclinic.notes.content.Author;
import polyclinic.notes.content.ContentRules;
import polyclinic.notes.content.EnteredInError;
import polyclinic.notes.events.HistoryType;

/** @param enteredInError that it should never have been, or null */
record HistoryView(
        UUID id,
        UUID patientId,
        HistoryType type,
        LocalDate date,
        JsonNode content,
        HistorySource source,
        @Nullable UUID documentId,
        Author recordedBy,
        Instant recordedAt,
        @Nullable EnteredInError enteredInError,
        @Nullable Provenance provenance,
        @JsonIgnore long version)
        implements PatientData {

    static HistoryView of(HistoryEntry entry) {
        return new HistoryView(
                entry.id(),
                entry.patientId(),
                entry.type(),
                entry.day(),
                ContentRules.toJson(entry.content()),
                entry.source(),
                entry.documentId(),
                entry.recordedBy(),
                entry.recordedAt(),
                entry.enteredInError(),
                entry.provenance(),
                entry.version());
    }
}
