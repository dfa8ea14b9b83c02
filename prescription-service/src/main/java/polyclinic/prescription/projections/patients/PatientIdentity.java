package polyclinic.prescription.projections.patients;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who a patient is, as printed on a prescription and as patient-service last published it. */
public record PatientIdentity(
        UUID id,
        long version,
        @Nullable String uhid,
        String givenName,
        String familyName,
        @Nullable LocalDate birthDate) {
    public String name() {
        return givenName + " " + familyName;
    }
}
