package polyclinic.prescription.projections.appointments;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.PersonName;

/** A doctor as appointment-service last published it. */
public record KnownDoctor(
        UUID id,
        long version,
        String givenName,
        String familyName,
        @Nullable String specialty,
        @Nullable String licenseNumber,
        @Nullable String timeZone) {
    /** The doctor's name as printed on a prescription. */
    public String title() {
        return "Dr. " + PersonName.of(givenName, familyName);
    }
}
