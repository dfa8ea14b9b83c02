package polyclinic.patient.allergies;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;

/** @param recordedAt when it was first recorded; now when absent */
record RecordAllergy(
        @NotNull @Valid Substance substance,
        @NotNull Criticality criticality,
        @Size(max = 1000) @Nullable String reaction,
        @Nullable Instant recordedAt) {
    /** @param system of the code, a URI */
    record Substance(
            @SingleLine @Size(max = 100) @Nullable String code,
            @Size(max = 300) @Nullable String system,
            @NotBlank @SingleLine @Size(max = 300) String name) {}
}
