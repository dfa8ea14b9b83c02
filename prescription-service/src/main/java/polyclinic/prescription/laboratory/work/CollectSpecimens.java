package polyclinic.prescription.laboratory.work;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;

record CollectSpecimens(@NotEmpty @Size(max = 20) List<@Valid @NotNull Taken> specimens) {

    /**
     * @param type for example {@code blood}
     * @param container for example {@code EDTA tube}
     * @param collectedAt now when absent
     */
    record Taken(
            @NotBlank @SingleLine @Size(max = 100) String type,
            @SingleLine @Size(max = 100) @Nullable String container,
            @Nullable Instant collectedAt) {}
}
