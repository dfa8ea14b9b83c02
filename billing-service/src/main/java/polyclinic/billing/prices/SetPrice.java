package polyclinic.billing.prices;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.money.ItemKind;
import polyclinic.commons.json.DecimalText;
import polyclinic.commons.json.SingleLine;
import polyclinic.commons.values.Money;

/**
 * @param taxRate a share of the price; none when absent
 * @param validFrom first day, where the clinic is
 * @param validTo last day; until it is ended when absent
 */
record SetPrice(
        @NotBlank @SingleLine @Size(max = 100) String code,
        @NotBlank @SingleLine @Size(max = 300) String name,
        @NotNull ItemKind kind,
        @NotNull Money price,

        @Schema(implementation = String.class, examples = "0.18")
        @DecimalText
        @DecimalMin("0")
        @DecimalMax("1")
        @Digits(integer = 1, fraction = 6)
        @Nullable
        BigDecimal taxRate,

        @Valid @Nullable AppliesTo appliesTo,
        @NotNull LocalDate validFrom,
        @Nullable LocalDate validTo) {}
