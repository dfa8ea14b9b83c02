package polyclinic.billing.shifts;

import java.time.Instant;
import java.util.UUID;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;
import polyclinic.commons.values.Money;

/** Events about drawers that billing-service publishes on {@code billing.events}. */
public sealed interface ShiftEvent extends Event {
    UUID shiftId();

    @Override
    default UUID aggregateId() {
        return shiftId();
    }

    @EventType("shift.opened.v1")
    record Opened(UUID shiftId, String cashier, Money openingFloat, Instant occurredAt) implements ShiftEvent {}

    /** @param shortfall what is missing, or zero; @param surplus what is too much, or zero */
    @EventType("shift.closed.v1")
    record Closed(
            UUID shiftId,
            String cashier,
            Money expected,
            Money counted,
            Money shortfall,
            Money surplus,
            Instant occurredAt)
            implements ShiftEvent {}
}
