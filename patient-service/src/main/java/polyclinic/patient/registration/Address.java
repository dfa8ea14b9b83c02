package polyclinic.patient.registration;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;

/** @param country ISO 3166-1 alpha-2, upper case */
record Address(
        @NotNull @Size(min = 1, max = 5) List<@NotBlank @Size(max = 200) String> line,
        @NotBlank @Size(max = 100) String city,
        @Size(max = 100) String district,
        @Size(max = 100) String state,
        @Size(max = 20) String postalCode,
        @NotNull @Pattern(regexp = "[A-Z]{2}") String country) {}
