package polyclinic.notes.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.provenance.Provenance;
import polyclinic.notes.events.HistoryType;

/**
 * @param date when it happened, however long ago
 * @param documentId the asset that it was read from
 * @param provenance the system that it comes from; an importer says it
 */
record RecordHistory(
        @NotNull UUID patientId,
        @NotNull HistoryType type,
        @NotNull LocalDate date,
        @NotNull ObjectNode content,
        @NotNull HistorySource source,
        @Nullable UUID documentId,
        @Valid @Nullable Provenance provenance) {}
