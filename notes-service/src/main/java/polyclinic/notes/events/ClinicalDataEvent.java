package polyclinic.notes.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.EventType;

/** Events about clinical data. */
public sealed interface ClinicalDataEvent extends DocumentEvent {

    /** @param labRequestId the laboratory request whose results they are, or null */
    @EventType("clinical-data.recorded.v1")
    record Recorded(
            UUID clinicalDataId,
            UUID patientId,
            String dataType,
            Instant effectiveAt,
            @Nullable UUID labRequestId,
            Instant occurredAt)
            implements ClinicalDataEvent {
        @Override
        public UUID aggregateId() {
            return clinicalDataId;
        }
    }

    /** Data that should never have been. @param replacedBy the data that are right, or null */
    @EventType("clinical-data.entered-in-error.v1")
    record MarkedInError(
            UUID clinicalDataId,
            UUID patientId,
            String dataType,
            @Nullable UUID replacedBy,
            Instant occurredAt) implements ClinicalDataEvent {
        @Override
        public UUID aggregateId() {
            return clinicalDataId;
        }
    }
}
