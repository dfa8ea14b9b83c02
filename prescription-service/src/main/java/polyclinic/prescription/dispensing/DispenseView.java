package polyclinic.prescription.dispensing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.values.Money;

/**
 * A dispense as clients see it.
 *
 * @param invoiceId the invoice that has its lines, once there is one
 * @param endedAt when all of it had come back, or its invoice was voided
 */
public record DispenseView(
        UUID id,
        long version,
        UUID prescriptionId,
        UUID patientId,
        DispenseStatus status,
        List<Item> items,
        @Nullable UUID invoiceId,
        Instant preparedAt,
        @Nullable Instant handedOverAt,
        @Nullable Instant endedAt,
        Instant updatedAt)
        implements PatientData {
    /** The path of dispenses, for the resources of all features. */
    public static final String PATH = "/api/v1/dispenses";

    /**
     * What one batch gave for one line of the prescription.
     *
     * @param id of this line
     * @param itemId of the prescription's line
     * @param returned what has come back of it
     * @param unitPrice null while no price is known
     * @param taxRate a share, as {@code 0.18}
     * @param substituted whether it is another medicine than was prescribed
     * @param overrideReason why a conflict of the substitute with an allergy or another medicine was accepted, or null
     */
    @Schema(name = "DispensedItem")
    public record Item(
            UUID id,
            UUID itemId,
            UUID inventoryItemId,
            UUID batchId,
            @Nullable UUID medicationId,
            String name,
            BigDecimal quantity,
            BigDecimal returned,
            String unit,
            @Nullable Money unitPrice,
            @Nullable String taxRate,
            boolean substituted,
            @Nullable String substitutionReason,
            @Nullable String overrideReason) {
        static Item of(DispenseItem item) {
            return new Item(
                    item.id(),
                    item.prescriptionItemId(),
                    item.inventoryItemId(),
                    item.batchId(),
                    item.medicationId(),
                    item.name(),
                    item.quantity(),
                    item.returned(),
                    item.unit(),
                    money(item.unitPrice(), item.currency()),
                    rate(item.taxRate()),
                    item.isSubstituted(),
                    item.substitutionReason(),
                    item.overrideReason());
        }
    }

    public static DispenseView of(Dispense dispense) {
        return new DispenseView(
                dispense.id(),
                dispense.version(),
                dispense.prescriptionId(),
                dispense.patientId(),
                dispense.status(),
                dispense.items().stream().map(Item::of).toList(),
                dispense.invoiceId(),
                dispense.preparedAt(),
                dispense.handedOverAt(),
                dispense.endedAt(),
                dispense.updatedAt());
    }

    /** Null unless there is an amount. */
    public static @Nullable Money money(@Nullable BigDecimal amount, @Nullable String currency) {
        return amount == null || currency == null ? null : new Money(amount, Money.currency(currency));
    }

    public static @Nullable String rate(@Nullable BigDecimal share) {
        return share == null ? null : share.toPlainString();
    }

    /** The path at which it can be read. */
    public String location() {
        return PATH + "/" + id;
    }
}
