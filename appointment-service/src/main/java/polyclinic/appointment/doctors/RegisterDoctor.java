package polyclinic.appointment.doctors;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.provenance.Provenance;

/**
 * @param timeZone where the consultations take place, an IANA name such as {@code Europe/Berlin}
 * @param subject {@code sub} of the doctor's account, absent when there is none yet
 * @param provenance the system that the registration comes from; an importer says it, once
 */
record RegisterDoctor(
        @NotBlank @SingleLine @Size(max = 100) String givenName,
        @NotBlank @SingleLine @Size(max = 100) String familyName,
        @NotBlank @SingleLine @Size(max = 60) String licenseNumber,
        @NotBlank @SingleLine @Email @Size(max = 254) String email,
        @NotBlank @SingleLine @Size(max = 100) String specialty,
        @NotBlank @SingleLine @Size(max = 60) String timeZone,
        @Size(min = 1, max = 100) @Nullable String subject,
        @Valid @Nullable Provenance provenance) {

    /** 422 for a time zone that does not exist. */
    RegisterDoctor checked() {
        if (!ZoneId.getAvailableZoneIds().contains(timeZone))
            throw Problem.invalid("timeZone", "must be the IANA name of a time zone");
        return this;
    }
}
