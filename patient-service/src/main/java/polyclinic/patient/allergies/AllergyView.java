package polyclinic.patient.allergies;

import java.time.Instant;
import java.util.UUID;

record AllergyView(
        UUID id,
        long version,
        UUID patientId,
        RecordAllergy.Substance substance,
        Criticality criticality,
        String reaction,
        Allergy.Status status,
        Instant recordedAt,
        String recordedBy) {
    static AllergyView of(Allergy allergy) {
        return new AllergyView(
                allergy.id,
                allergy.version,
                allergy.patientId,
                allergy.details().substance(),
                allergy.criticality,
                allergy.reaction,
                allergy.status,
                allergy.recordedAt,
                allergy.recordedBy);
    }
}
