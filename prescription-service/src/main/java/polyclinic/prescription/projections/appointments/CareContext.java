package polyclinic.prescription.projections.appointments;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a prescription is written in (FHIR: {@code MedicationRequest.encounter}): an appointment, or the encounter of a
 * walk-in, who has none.
 */
public interface CareContext {
    /** Names a context. A prescription keeps it, and a client names it when drafting. */
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

    /** Whether it is the doctor's whose account has this subject. */
    boolean isOf(String subject);

    /** Whether it may still be prescribed in. */
    boolean isOpen();

    boolean isCancelled();

    /** Whether it was cancelled or the patient did not come. */
    boolean neverTookPlace();
}
