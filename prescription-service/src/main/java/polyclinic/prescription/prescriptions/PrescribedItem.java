package polyclinic.prescription.prescriptions;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;

/**
 * One line of a prescription as the doctor writes it (FHIR: MedicationRequest). Clients know it as {@code OrderedItem}.
 *
 * @param dose for example {@code 500 mg}
 * @param route for example {@code oral}
 * @param frequency for example {@code three times a day}
 * @param durationDays days of treatment
 * @param quantity total number of units to dispense
 * @param refills how often it may be dispensed again; none when absent
 */
@Schema(name = "OrderedItem")
public record PrescribedItem(
        @Valid @NotNull Medication medication,
        @NotBlank @SingleLine @Size(max = 200) String dose,
        @NotBlank @SingleLine @Size(max = 100) String route,
        @NotBlank @SingleLine @Size(max = 200) String frequency,
        @NotNull @Min(1) @Max(3660) Integer durationDays,
        @NotNull @Min(1) @Max(100_000) Integer quantity,
        @Min(0) @Max(99) @Nullable Integer refills,
        @Size(max = 2000) @Nullable String instructions) {

    /**
     * A medicine (FHIR: {@code MedicationRequest.medication}).
     *
     * @param code in {@code system}, or null
     * @param system URI of the code system, for example RxNorm's, or null
     */
    public record Medication(
            @SingleLine @Size(max = 100) @Nullable String code,
            @Size(max = 300) @Nullable String system,
            @NotBlank @SingleLine @Size(max = 300) String name) {}
}
