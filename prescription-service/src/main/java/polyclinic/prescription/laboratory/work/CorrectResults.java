package polyclinic.prescription.laboratory.work;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param results those that were wrong, as they are right; the others stay
 * @param performedAt when the laboratory measured; as before when absent
 */
record CorrectResults(
        @NotEmpty @Size(max = 100) List<@Valid @NotNull ResultEntry> results,
        @NotBlank @Size(max = 1000) String reason,
        @Nullable Instant performedAt) {}
