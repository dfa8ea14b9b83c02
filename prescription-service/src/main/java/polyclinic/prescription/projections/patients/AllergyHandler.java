package polyclinic.prescription.projections.patients;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Called when an allergy of a patient is recorded or changed. */
public interface AllergyHandler {
    /** Runs in the open transaction, once for each event that is newer than what was known, after the allergy has been saved. */
    Uni<Void> recorded(UUID patientId, KnownAllergy allergy);
}
