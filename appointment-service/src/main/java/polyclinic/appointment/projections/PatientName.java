package polyclinic.appointment.projections;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What appointment-service keeps of a patient: that they exist, and what they are called from the waiting room by.
 *
 * @param version the patient's version at patient-service; an older one never replaces a newer one
 */
public record PatientName(
        UUID patientId, long version, @Nullable String uhid, String givenName, String familyName) {
    public String fullName() {
        return givenName + " " + familyName;
    }
}
