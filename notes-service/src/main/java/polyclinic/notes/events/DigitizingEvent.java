package polyclinic.notes.events;

import java.time.Instant;
import java.util.UUID;
import polyclinic.commons.messaging.EventType;

/** Events about documents of other services that were looked through here. */
public sealed interface DigitizingEvent extends DocumentEvent {
    UUID documentId();

    @Override
    default UUID aggregateId() {
        return documentId();
    }

    /** What rules find in the document is proposed for the history. @param proposals how many there are, which may be none */
    @EventType("document.digitized.v1")
    record Digitized(UUID documentId, UUID patientId, int proposals, Instant occurredAt) implements DigitizingEvent {}
}
