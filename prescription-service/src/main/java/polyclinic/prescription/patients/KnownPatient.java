package polyclinic.prescription.patients;

import java.time.LocalDate;
import java.util.UUID;

/** A patient as patient-service last told; UHID and date of birth may be null. */
public record KnownPatient(
        UUID id, long version, String uhid, String givenName, String familyName, LocalDate birthDate) {
    public String name() {
        return givenName + " " + familyName;
    }
}
