package polyclinic.patient.patients;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.problem.Problem;

/**
 * A very similar person is registered already. The candidates are shown because those who register may see patients, and the trail
 * names each as read.
 */
final class PossibleDuplicate extends Problem {
    PossibleDuplicate(List<Patient> candidates) {
        super(
                409,
                "possible-duplicate",
                "A similar patient is registered; look at the candidates, or send confirmDistinct=true.");
        with("candidates", candidates.stream().map(Candidate::of).toList());
        about("patient", null, null);
    }

    record Candidate(
            UUID id,
            String uhid,
            @Nullable String givenName,
            @Nullable String familyName,
            @Nullable LocalDate birthDate,
            @Nullable Boolean birthDateEstimated)
            implements PatientData {
        @Override
        public UUID patientId() {
            return id;
        }

        static Candidate of(Patient patient) {
            PatientEvent.Snapshot details = patient.snapshot();
            return new Candidate(
                    patient.id(),
                    details.uhid(),
                    details.givenName(),
                    details.familyName(),
                    details.birthDate(),
                    details.birthDateEstimated());
        }
    }
}
