package polyclinic.appointment.doctors;

import java.time.Instant;
import java.util.UUID;
import polyclinic.commons.identity.Caller;

/** A doctor as clients see them. Patients are not told email address and account. */
record DoctorView(
        UUID id,
        long version,
        String givenName,
        String familyName,
        String licenseNumber,
        String email,
        String specialty,
        String timeZone,
        String subject,
        Instant createdAt,
        Instant updatedAt) {

    static DoctorView of(Doctor doctor, Caller caller) {
        boolean staff = caller.onlyPatient() == null;
        return new DoctorView(
                doctor.id(),
                doctor.version(),
                doctor.givenName(),
                doctor.familyName(),
                doctor.licenseNumber(),
                staff ? doctor.email() : null,
                doctor.specialty(),
                doctor.zone().getId(),
                staff ? doctor.subject() : null,
                doctor.createdAt(),
                doctor.updatedAt());
    }
}
