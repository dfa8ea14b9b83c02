package polyclinic.prescription.orders;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * One line of a prescription as the doctor writes it.
 *
 * @param dose for example {@code 500 mg}
 * @param route for example {@code oral}
 * @param frequency for example {@code three times a day}
 * @param durationDays days of treatment
 * @param quantity units to dispense in all
 * @param refills how often it may be dispensed again; none when it is not said
 */
public record OrderedItem(
        @Valid @NotNull Medication medication,
        @NotBlank @Size(max = 200) String dose,
        @NotBlank @Size(max = 100) String route,
        @NotBlank @Size(max = 200) String frequency,
        @NotNull @Min(1) @Max(3660) Integer durationDays,
        @NotNull @Min(1) @Max(100_000) Integer quantity,
        @Min(0) @Max(99) Integer refills,
        @Size(max = 2000) String instructions) {}
