package polyclinic.notes.events;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

    /** An entry that should never have been. @param replacedBy the entry that is right, or null */
    @EventType("history.entered-in-error.v1")
    record MarkedInError(
            UUID historyId,
            UUID patientId,
            HistoryType historyType,
            @Nullable UUID replacedBy,
            Instant occurredAt) implements HistoryEvent {
        @Override
        public UUID aggregateId() {
            return historyId;
        }
    }
}
