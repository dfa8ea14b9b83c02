package polyclinic.prescription.projections.patients;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.PersonName;

/**
 * Who a patient is, as printed on a prescription and as patient-service last published it.
 *
 * @param birthDate null when nobody knows it
 * @param birthDateEstimated whether only the year or the age is known, so that the date must not look exact
 */
public record PatientIdentity(
        UUID id,
        long version,
        @Nullable String uhid,
        @Nullable String givenName,
        @Nullable String familyName,
        @Nullable LocalDate birthDate,
        boolean birthDateEstimated) {
    public PrintedBirthDate birth() {
        return new PrintedBirthDate(birthDate, birthDateEstimated);
    }

    /** Empty while no name is known. */
    public String name() {
        return PersonName.of(givenName, familyName);
    }
}
