package polyclinic.notes.events;

import java.time.Instant;
import java.util.UUID;
import polyclinic.commons.messaging.EventType;

/** Events about clinical data. */
public sealed interface ClinicalDataEvent extends DocumentEvent {

    @EventType("clinical-data.recorded.v1")
    record Recorded(UUID clinicalDataId, UUID patientId, String dataType, Instant effectiveAt, Instant occurredAt)
            implements ClinicalDataEvent {
        @Override
        public UUID aggregateId() {
            return clinicalDataId;
        }
    }
}
