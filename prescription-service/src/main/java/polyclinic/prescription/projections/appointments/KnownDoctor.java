package polyclinic.prescription.projections.appointments;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
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
    /** Where the doctor sits; empty while that is not known, and for what this machine's table of zones does not have. */
    public Optional<ZoneId> zone() {
        return zone(timeZone);
    }

    /** The zone of that name, for example {@code Asia/Kolkata}. */
    public static Optional<ZoneId> zone(@Nullable String name) {
        try {
            return Optional.ofNullable(name).map(ZoneId::of);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The doctor's name as printed on a prescription. */
    public String title() {
        return "Dr. " + PersonName.of(givenName, familyName);
    }
}
