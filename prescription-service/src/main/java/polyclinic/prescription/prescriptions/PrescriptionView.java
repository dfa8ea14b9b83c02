package polyclinic.prescription.prescriptions;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.prescription.prescriptions.PrescribedItem.Medication;
import polyclinic.prescription.safety.Check;

/**
 * A prescription as clients see it.
 *
 * @param appointmentId null for a walk-in
 * @param encounterId of a walk-in, else null
 * @param checks what was checked when it was last issued
 * @param expiresAt when it ends by itself; null until it is issued
 * @param returnedReason why the last attempt at issuing led back to draft, or null
 */
public record PrescriptionView(
        UUID id,
        long version,
        @Nullable UUID appointmentId,
        @Nullable UUID encounterId,
        UUID patientId,
        UUID doctorId,
        PrescriptionStatus status,
        List<Item> items,
        @Nullable String notes,
        List<Check> checks,
        @Nullable String overrideReason,
        @Nullable String returnedReason,
        @Nullable UUID documentAssetId,
        @Nullable Instant issuedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant cancelledAt,
        @Nullable String cancellationReason,
        Instant createdAt,
        Instant updatedAt)
        implements PatientData {
    /** The path of prescriptions, for the resources of all features. */
    public static final String PATH = "/api/v1/prescriptions";

    /**
     * @param quantity of each time that it is dispensed
     * @param dispensed what has left the pharmacy in all
     * @param remaining what may still be dispensed without another refill
     */
    public record Item(
            UUID id,
            @Nullable UUID medicationId,
            Medication medication,
            String dose,
            String route,
            String frequency,
            int durationDays,
            BigDecimal quantity,
            @Nullable String unit,
            int refills,
            int refillsLeft,
            BigDecimal dispensed,
            BigDecimal remaining,
            @Nullable String instructions) {
        static Item of(PrescriptionItem item) {
            PrescribedItem prescribed = item.asPrescribed();
            return new Item(
                    item.id(),
                    item.medicationId(),
                    item.medication(),
                    prescribed.dose(),
                    prescribed.route(),
                    prescribed.frequency(),
                    prescribed.durationDays(),
                    prescribed.quantity(),
                    item.unit(),
                    item.refills(),
                    item.refillsLeft(),
                    item.dispensed(),
                    item.remaining(),
                    prescribed.instructions());
        }
    }

    /** The path at which it can be read. */
    public String location() {
        return PATH + "/" + id;
    }

    public static PrescriptionView of(Prescription prescription) {
        return new PrescriptionView(
                prescription.id(),
                prescription.version(),
                prescription.context().appointmentId(),
                prescription.context().encounterId(),
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
                prescription.expiresAt(),
                prescription.cancelledAt(),
                prescription.cancellationReason(),
                prescription.createdAt(),
                prescription.updatedAt());
    }
}
