package polyclinic.prescription.dispensing.preparation;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is to be made ready; a line may be dispensed in part. */
record DispensePrescription(
        @NotNull @Size(min = 1, max = 50) List<@Valid @NotNull Line> items) {
    /**
     * @param itemId of the prescription's line
     * @param batchId the batch to take it from; by expiry when absent
     * @param substitute another medicine than the prescribed one, or null
     */
    @Schema(name = "DispenseLine")
    record Line(
            @NotNull UUID itemId,

            @NotNull @Digits(integer = 9, fraction = 4) @DecimalMin(value = "0", inclusive = false)
            BigDecimal quantity,

            @Nullable UUID batchId,
            @Valid @Nullable Substitute substitute) {
        @Nullable
        UUID substituteId() {
            return substitute == null ? null : substitute.medicationId();
        }
    }

    /**
     * @param reason may be absent only where both have the same ingredients, strength and form
     * @param overrideReason why a conflict of the substitute is accepted, or null; it is kept only where there is one
     */
    record Substitute(
            @NotNull UUID medicationId,

            @Size(max = 1000) @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank") @Nullable
            String reason,

            @Size(max = 1000) @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank") @Nullable
            String overrideReason) {}
}
