package polyclinic.patient.allergies;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;

/** @param recordedAt when it was first recorded; now when absent */
record RecordAllergy(
        @NotNull @Valid Substance substance,
        @NotNull Criticality criticality,
        @Size(max = 1000) String reaction,
        Instant recordedAt) {
    /** @param system of the code, a URI */
    record Substance(
            @Size(max = 100) String code,
            @Size(max = 300) String system,
            @NotBlank @Size(max = 300) String name) {}
}
