package polyclinic.prescription.prescriptions;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;

/**
 * One line of a prescription as the doctor writes it (FHIR: MedicationRequest). Clients know it as {@code OrderedItem}.
 *
 * @param medicationId a medicine of the formulary, or null
 * @param medication what it is; may be absent where a medicine of the formulary is named, which is then written out
 * @param dose for example {@code 500 mg}
 * @param route for example {@code oral}
 * @param frequency for example {@code three times a day}
 * @param durationDays days of treatment
 * @param quantity what to dispense each time; every digit is kept
 * @param unit of the quantity, for example {@code tablet} or {@code mL}, or null
 * @param refills how often it may be dispensed again; none when absent
 */
@Schema(name = "OrderedItem")
public record PrescribedItem(
        @Nullable UUID medicationId,
        @Valid @Nullable Medication medication,
        @NotBlank @SingleLine @Size(max = 200) String dose,
        @NotBlank @SingleLine @Size(max = 100) String route,
        @NotBlank @SingleLine @Size(max = 200) String frequency,
        @NotNull @Min(1) @Max(3660) Integer durationDays,

        @NotNull @DecimalMin(value = "0", inclusive = false) @DecimalMax("100000") @Digits(integer = 6, fraction = 4)
        BigDecimal quantity,

        @SingleLine @Size(max = 50) @Nullable String unit,
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

    /** What is prescribed; there is one in every item that was accepted. */
    public Medication knownMedication() {
        return Objects.requireNonNull(medication, "medication");
    }

    /** The same of a medicine that was looked up. */
    public PrescribedItem of(Medication known) {
        return new PrescribedItem(
                medicationId, known, dose, route, frequency, durationDays, quantity, unit, refills, instructions);
    }
}
