package polyclinic.prescription.prescriptions;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;

/** Events that prescription-service publishes on {@code prescription.events}. Each carries the whole snapshot. */
public sealed interface PrescriptionEvent extends Event {
    Snapshot prescription();

    @Override
    default UUID aggregateId() {
        return prescription().prescriptionId();
    }

    /**
     * @param appointmentId null for a walk-in
     * @param encounterId of a walk-in, else null
     * @param documentAssetId null until it is issued
     * @param expiresAt when it ends by itself; null until it is issued
     * @param reason why it was cancelled or went back to draft, else null
     */
    record Snapshot(
            UUID prescriptionId,
            long version,
            @Nullable UUID appointmentId,
            @Nullable UUID encounterId,
            UUID patientId,
            UUID doctorId,
            String status,
            List<Item> items,
            @Nullable UUID documentAssetId,
            @Nullable Instant expiresAt,
            @Nullable String reason,
            Instant occurredAt) {}

    /**
     * @param medicationId the medicine of the formulary, or null
     * @param quantity a decimal, of each time that it is dispensed
     * @param unit of the quantity, or null
     */
    record Item(
            UUID itemId,
            @Nullable UUID medicationId,
            String name,
            String dose,
            String frequency,
            String quantity,
            @Nullable String unit) {}

    @EventType("prescription.drafted.v1")
    record Drafted(@JsonUnwrapped Snapshot prescription) implements PrescriptionEvent {}

    /** A draft was changed before it was issued. */
    @EventType("prescription.updated.v1")
    record Updated(@JsonUnwrapped Snapshot prescription) implements PrescriptionEvent {}

    @EventType("prescription.issuing.v1")
    record IssuingStarted(@JsonUnwrapped Snapshot prescription) implements PrescriptionEvent {}

    @EventType("prescription.issued.v1")
    record Issued(@JsonUnwrapped Snapshot prescription) implements PrescriptionEvent {}

    @EventType("prescription.returned-to-draft.v1")
    record ReturnedToDraft(@JsonUnwrapped Snapshot prescription) implements PrescriptionEvent {}

    /** Its time was over before all was dispensed. */
    @EventType("prescription.expired.v1")
    record Expired(@JsonUnwrapped Snapshot prescription) implements PrescriptionEvent {}

    /** One of its refills is used: items may be dispensed once more. */
    @EventType("prescription.refilled.v1")
    record Refilled(@JsonUnwrapped Snapshot prescription) implements PrescriptionEvent {}

    /** Screened again after a new allergy or medicine, an open prescription conflicts with it; each conflict is told once. */
    @EventType("prescription.conflict-found.v1")
    record ConflictFound(@JsonUnwrapped Snapshot prescription, List<FoundConflict> conflicts)
            implements PrescriptionEvent {}

    /**
     * @param kind {@code allergy}, {@code interaction} or {@code duplicate_therapy}
     * @param severity of the interaction or criticality of the allergy, or null
     */
    record FoundConflict(String kind, @Nullable String severity) {}

    @EventType("prescription.cancelled.v1")
    record Cancelled(@JsonUnwrapped Snapshot prescription) implements PrescriptionEvent {}

    /** Some of it was dispensed, or all, or came back: the status says what the patient has. */
    @EventType("prescription.dispensed.v1")
    record Dispensed(@JsonUnwrapped Snapshot prescription) implements PrescriptionEvent {}
}
