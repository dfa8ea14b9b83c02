package polyclinic.appointment.orders;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;

/**
 * What is ordered.
 *
 * @param code in the code system, when there is one
 * @param system URI of the code system
 */
public record OrderedCode(
        @Size(max = 100) @SingleLine @Nullable String code,
        @Size(max = 200) @SingleLine @Nullable String system,
        @NotBlank @SingleLine @Size(max = 150) String name) {}
