package polyclinic.prescription.projections.appointments;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a prescription is written (FHIR: {@code MedicationRequest.encounter}): in an appointment, or in the encounter of a
 * walk-in, who has no appointment.
 */
public interface CareContext {
    /** Identifies a context. A client gives it when drafting, and the prescription keeps it. */
    sealed interface Reference {
        /** The appointment's id, or null for a walk-in. */
        default @Nullable UUID appointmentId() {
            return this instanceof OfAppointment appointment ? appointment.id() : null;
        }

        /** The walk-in's encounter, or null for an appointment. */
        default @Nullable UUID encounterId() {
            return this instanceof OfEncounter encounter ? encounter.id() : null;
        }
    }

    record OfAppointment(UUID id) implements Reference {}

    record OfEncounter(UUID id) implements Reference {}

    Reference reference();

    UUID patientId();

    UUID doctorId();

    /** Whether its owner told that it belongs to the doctor with this account, who may have another one by now. */
    boolean isOf(String subject);

    /** Whether a prescription may still be written in it. */
    boolean isOpen();

    boolean isCancelled();

    /** Whether it was cancelled or the patient did not come. */
    boolean neverTookPlace();
}
