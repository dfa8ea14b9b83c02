package polyclinic.billing.settlement;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/** Events about what could not be settled that billing-service publishes on {@code billing.events}. */
public sealed interface SettlementEvent extends Event {
    /**
     * @param appointmentId whose invoice it is, or null
     * @param reason a slug: see {@link SettlementFailures}
     */
    @EventType("settlement.failed.v1")
    record Failed(@Nullable UUID appointmentId, UUID invoiceId, UUID patientId, String reason, Instant occurredAt)
            implements SettlementEvent {
        @Override
        public UUID aggregateId() {
            return invoiceId;
        }
    }
}
