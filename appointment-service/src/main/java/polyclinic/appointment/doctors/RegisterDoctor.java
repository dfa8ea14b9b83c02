package polyclinic.appointment.doctors;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.ZoneId;
import polyclinic.commons.problem.Problem;

/**
 * @param timeZone where the consultations take place, an IANA name such as {@code Europe/Berlin}
 * @param subject {@code sub} of the doctor's account, or null when there is none yet
 */
record RegisterDoctor(
        @NotBlank @Size(max = 100) String givenName,
        @NotBlank @Size(max = 100) String familyName,
        @NotBlank @Size(max = 60) String licenseNumber,
        @NotBlank @Email @Size(max = 254) String email,
        @NotBlank @Size(max = 100) String specialty,
        @NotBlank @Size(max = 60) String timeZone,
        @Size(min = 1, max = 100) String subject) {

    RegisterDoctor checked() {
        if (!ZoneId.getAvailableZoneIds().contains(timeZone))
            throw Problem.invalid("timeZone", "must be the IANA name of a time zone");
        return this;
    }
}
