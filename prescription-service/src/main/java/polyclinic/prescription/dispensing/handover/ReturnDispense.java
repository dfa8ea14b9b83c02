package polyclinic.prescription.dispensing.handover;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What comes back.
 *
 * @param restock whether it may be given to somebody else, and so is in stock again
 */
record ReturnDispense(
        @NotNull @Size(min = 1, max = 100) List<@Valid @NotNull Line> items,
        @NotBlank @Size(max = 1000) String reason,
        @NotNull Boolean restock) {
    /** @param itemId of the dispense's line, or of the prescription's line that it was dispensed for */
    @Schema(name = "ReturnLine")
    record Line(
            @NotNull UUID itemId,

            @NotNull @Digits(integer = 9, fraction = 4) @DecimalMin(value = "0", inclusive = false)
            BigDecimal quantity) {}
}
