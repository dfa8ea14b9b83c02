package polyclinic.appointment.doctors;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.AppointmentAccessPolicy;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.provenance.Provenance;

/**
 * @param email shown to staff only
 * @param subject {@code sub} of the doctor's account, shown to staff only
 * @param provenance the system that the registration comes from, shown to staff only
 */
record DoctorView(
        UUID id,
        long version,
        String givenName,
        String familyName,
        String licenseNumber,
        @Nullable String email,
        String specialty,
        String timeZone,
        @Nullable String subject,
        @Nullable Provenance provenance,
        Instant createdAt,
        Instant updatedAt) {

    static DoctorView of(Doctor doctor, Caller caller) {
        boolean contacts = AppointmentAccessPolicy.mayContactDoctors(caller);
        return new DoctorView(
                doctor.id(),
                doctor.version(),
                doctor.givenName(),
                doctor.familyName(),
                doctor.licenseNumber(),
                contacts ? doctor.email() : null,
                doctor.specialty(),
                doctor.zone().getId(),
                contacts ? doctor.subject() : null,
                contacts ? doctor.provenance() : null,
                doctor.createdAt(),
                doctor.updatedAt());
    }
}
