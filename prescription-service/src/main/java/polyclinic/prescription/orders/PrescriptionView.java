package polyclinic.prescription.orders;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.prescription.checking.Check;

/**
 * A prescription as clients see it.
 *
 * @param checks what was checked when it was last issued
 * @param returnedReason why the last issuing led back to draft, or null
 */
public record PrescriptionView(
        UUID id,
        long version,
        UUID appointmentId,
        UUID patientId,
        UUID doctorId,
        PrescriptionStatus status,
        List<Item> items,
        String notes,
        List<Check> checks,
        String overrideReason,
        String returnedReason,
        UUID documentAssetId,
        Instant issuedAt,
        Instant cancelledAt,
        String cancellationReason,
        Instant createdAt,
        Instant updatedAt) {

    public record Item(
            UUID id,
            Medication medication,
            String dose,
            String route,
            String frequency,
            int durationDays,
            int quantity,
            int refills,
            String instructions) {
        static Item of(PrescriptionItem item) {
            OrderedItem ordered = item.asOrdered();
            return new Item(
                    item.id(),
                    ordered.medication(),
                    ordered.dose(),
                    ordered.route(),
                    ordered.frequency(),
                    ordered.durationDays(),
                    ordered.quantity(),
                    ordered.refills(),
                    ordered.instructions());
        }
    }

    public static PrescriptionView of(Prescription prescription) {
        return new PrescriptionView(
                prescription.id(),
                prescription.version(),
                prescription.appointmentId(),
                prescription.patientId(),
                prescription.doctorId(),
                prescription.status(),
                prescription.items().stream().map(Item::of).toList(),
                prescription.notes(),
                prescription.checks(),
                prescription.overrideReason(),
                prescription.returnedReason(),
                prescription.documentAssetId(),
                prescription.issuedAt(),
                prescription.cancelledAt(),
                prescription.cancellationReason(),
                prescription.createdAt(),
                prescription.updatedAt());
    }
}
