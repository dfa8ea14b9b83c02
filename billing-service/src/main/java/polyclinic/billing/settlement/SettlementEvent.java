package polyclinic.billing.settlement;

import java.time.Instant;
import java.util.UUID;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/** Events about what could not be settled that billing-service publishes on {@code billing.events}. */
public sealed interface SettlementEvent extends Event {
    /** @param reason a slug: {@code cash-refund-needed}, {@code dispensed} or what refused the step */
    @EventType("settlement.failed.v1")
    record Failed(UUID appointmentId, UUID invoiceId, UUID patientId, String reason, Instant occurredAt)
            implements SettlementEvent {
        @Override
        public UUID aggregateId() {
            return invoiceId;
        }
    }
}
