package polyclinic.appointment.projections;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.PersonName;

/**
 * What appointment-service keeps of a patient: that they exist, and what they are called from the waiting room by.
 *
 * @param version the patient's version at patient-service; an older one never replaces a newer one
 */
public record PatientName(
        UUID patientId,
        long version,
        @Nullable String uhid,
        @Nullable String givenName,
        @Nullable String familyName) {
    public String fullName() {
        return PersonName.of(givenName, familyName);
    }
}
