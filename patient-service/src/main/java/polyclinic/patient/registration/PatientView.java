package polyclinic.patient.registration;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** A patient as clients see one. */
record PatientView(
        UUID id,
        long version,
        String uhid,
        String givenName,
        String familyName,
        LocalDate birthDate,
        boolean birthDateEstimated,
        Sex sex,
        String phone,
        String email,
        Address address,
        List<Identifier> identifiers,
        List<EmergencyContact> emergencyContacts,
        Instant createdAt,
        Instant updatedAt) {
    static PatientView of(Patient patient) {
        return new PatientView(
                patient.id,
                patient.version,
                patient.uhid,
                patient.givenName,
                patient.familyName,
                patient.birthDate,
                patient.birthDateEstimated,
                patient.sex,
                patient.phone,
                patient.email,
                patient.address,
                patient.identifiers,
                patient.emergencyContacts,
                patient.createdAt,
                patient.updatedAt);
    }
}
