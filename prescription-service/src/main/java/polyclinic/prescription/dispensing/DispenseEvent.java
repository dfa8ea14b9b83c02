package polyclinic.prescription.dispensing;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/** What is told of dispenses on {@code prescription.events}. Quantities, prices and rates are decimals as text. */
public sealed interface DispenseEvent extends Event {
    UUID dispenseId();

    @Override
    default UUID aggregateId() {
        return dispenseId();
    }

    /** An amount in one currency (ISO 4217). */
    record Price(String amount, String currency) {}

    record Code(@Nullable String system, String code) {}

    /**
     * What one batch gave.
     *
     * @param itemId of the prescription's line
     * @param unitPrice null while no price is known
     * @param taxRate a share, as {@code "0.18"}
     */
    record Item(
            UUID dispenseItemId,
            UUID itemId,
            UUID inventoryItemId,
            UUID batchId,
            @Nullable UUID medicationId,
            List<Code> codes,
            String sku,
            String name,
            String quantity,
            String unit,
            @Nullable Price unitPrice,
            @Nullable String taxRate) {}

    /** @param restocked whether it is in stock again */
    record Returned(UUID dispenseItemId, String quantity, boolean restocked) {}

    @EventType("dispense.prepared.v1")
    record Prepared(
            UUID dispenseId,
            UUID prescriptionId,
            UUID patientId,
            @Nullable UUID encounterId,
            @Nullable UUID appointmentId,
            UUID doctorId,
            List<Item> items,
            Instant occurredAt)
            implements DispenseEvent {}

    @EventType("dispense.handed-over.v1")
    record HandedOver(UUID dispenseId, UUID prescriptionId, UUID patientId, Instant occurredAt)
            implements DispenseEvent {}

    /** Some of it came back, or all. */
    @EventType("dispense.returned.v1")
    record BroughtBack(UUID dispenseId, UUID prescriptionId, UUID patientId, List<Returned> items, Instant occurredAt)
            implements DispenseEvent {}

    /** Its invoice was voided before it was picked up: the stock is back. */
    @EventType("dispense.reversed.v1")
    record Reversed(
            UUID dispenseId,
            UUID prescriptionId,
            UUID patientId,
            UUID invoiceId,
            List<Returned> items,
            Instant occurredAt)
            implements DispenseEvent {}
}
