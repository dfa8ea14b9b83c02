package polyclinic.patient.registration;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;

/**
 * What is asked of a patient at registration; also the shape that a merge patch is applied to.
 *
 * @param birthDateEstimated true when only the age is known
 * @param phone as dialled in the clinic's region, or with a country code; kept in E.164
 * @param uhid the clinic's own number; assigned when absent
 */
record RegisterPatient(
        @NotBlank @Size(max = 200) String givenName,
        @NotBlank @Size(max = 200) String familyName,
        @NotNull LocalDate birthDate,
        Boolean birthDateEstimated,
        @NotNull Sex sex,
        @Size(max = 40) String phone,
        @Email @Size(max = 254) String email,
        @Valid Address address,
        @Size(max = 50) List<@Valid @NotNull Identifier> identifiers,
        @Size(max = 10) List<@Valid @NotNull EmergencyContact> emergencyContacts,

        @Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9/_.-]{0,63}")
        String uhid) {
    RegisterPatient {
        identifiers = identifiers == null ? List.of() : identifiers;
        emergencyContacts = emergencyContacts == null ? List.of() : emergencyContacts;
    }
}
