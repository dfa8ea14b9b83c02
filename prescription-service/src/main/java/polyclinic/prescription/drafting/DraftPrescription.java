package polyclinic.prescription.drafting;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;
import polyclinic.prescription.prescriptions.PrescribedItem;
import polyclinic.prescription.projections.appointments.CareContext;

/**
 * Refers to either an appointment or an encounter.
 *
 * @param encounterId the encounter of a walk-in; the encounter of an appointment is treated as that appointment
 */
record DraftPrescription(
        @Nullable UUID appointmentId,
        @Nullable UUID encounterId,
        @NotEmpty @Size(max = 50) List<@Valid @NotNull PrescribedItem> items,
        @Size(max = 4000) @Nullable String notes) {
    /** Fails with 422 unless exactly one of the two is given. */
    CareContext.Reference context() {
        if (appointmentId != null && encounterId != null)
            throw Problem.invalid("encounterId", "must not be given with an appointmentId");
        if (appointmentId != null) return new CareContext.OfAppointment(appointmentId);
        if (encounterId != null) return new CareContext.OfEncounter(encounterId);
        throw Problem.invalid("appointmentId", "must be given, or an encounterId");
    }
}
