package polyclinic.notes.events;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import polyclinic.commons.messaging.EventType;

/** Events about history. */
public sealed interface HistoryEvent extends DocumentEvent {

    @EventType("history.recorded.v1")
    record Recorded(UUID historyId, UUID patientId, HistoryType historyType, LocalDate date, Instant occurredAt)
            implements HistoryEvent {
        @Override
        public UUID aggregateId() {
            return historyId;
        }
    }
}
