package polyclinic.prescription.appointments;

import java.util.UUID;

/** A doctor as appointment-service last told; specialty, licence number and time zone may be null. */
public record KnownDoctor(
        UUID id,
        long version,
        String givenName,
        String familyName,
        String specialty,
        String licenseNumber,
        String timeZone) {}
