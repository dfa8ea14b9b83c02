package polyclinic.appointment.patients;

import java.util.UUID;

/**
 * What appointment-service keeps of a patient: enough to know that they exist and to call them from the waiting room.
 *
 * @param version the patient's version at patient-service; an older one never replaces a newer one
 */
public record KnownPatient(UUID patientId, long version, String uhid, String givenName, String familyName) {
    public String name() {
        return givenName + " " + familyName;
    }
}
