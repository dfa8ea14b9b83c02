package polyclinic.appointment.work;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.UUID;

/**
 * What a task or an alert is about, in whichever service it lies.
 *
 * @param type the noun in snake case, for example {@code lab_request}
 */
public record WorkSubject(
        @NotNull @Size(max = 40) @Pattern(regexp = "[a-z][a-z_]*")
        String type,

        @NotNull UUID id) {}
