package polyclinic.patient.details;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;

/** @param country ISO 3166-1 alpha-2, upper case */
public record Address(
        @NotNull @Size(min = 1, max = 5) List<@NotBlank @SingleLine @Size(max = 200) String> line,
        @NotBlank @SingleLine @Size(max = 100) String city,
        @SingleLine @Size(max = 100) @Nullable String district,
        @SingleLine @Size(max = 100) @Nullable String state,
        @SingleLine @Size(max = 20) @Nullable String postalCode,
        @NotNull @Pattern(regexp = "[A-Z]{2}") String country) {}
