package polyclinic.notes.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.provenance.Provenance;
import polyclinic.notes.batches.BatchEntries;
import polyclinic.notes.events.HistoryType;

/** Several entries of one patient's history: all are stored or none is. */
record RecordHistoryBatch(
        @NotNull UUID patientId,

        @NotNull @Size(min = 1, max = BatchEntries.MAX) List<@Valid @NotNull HistoryBatchEntry> entries) {
    /** One of them: what {@link RecordHistory} says, but for the patient. */
    record HistoryBatchEntry(
            @NotNull HistoryType type,
            @NotNull LocalDate date,
            @NotNull ObjectNode content,
            @NotNull HistorySource source,
            @Nullable UUID documentId,
            @Valid @Nullable Provenance provenance) {}

    /** The entry as a request of its own. */
    RecordHistory entry(int index) {
        HistoryBatchEntry entry = entries.get(index);
        return new RecordHistory(
                patientId,
                entry.type(),
                entry.date(),
                entry.content(),
                entry.source(),
                entry.documentId(),
                entry.provenance());
    }
}
