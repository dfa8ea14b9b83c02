package polyclinic.billing.invoices;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.money.Discount;
import polyclinic.billing.money.ItemKind;
import polyclinic.billing.prices.Price;
import polyclinic.commons.json.DecimalText;
import polyclinic.commons.json.SingleLine;
import polyclinic.commons.values.Money;

/**
 * One line of an invoice as it is written. What is absent is taken from the price of {@code priceCode} on the day; a line
 * without a price can stand in a draft and not be issued.
 *
 * @param quantity more than 0, with up to four decimal digits
 * @param taxRate a share of the net; none when neither the line nor its price has one
 * @param doctorId whose revenue it is, or null
 */
@Schema(name = "InvoiceItem")
public record InvoicedItem(
        @SingleLine @Size(min = 1, max = 100) @Nullable String priceCode,
        @SingleLine @Size(min = 1, max = 300) @Nullable String description,
        @Nullable ItemKind kind,

        @Schema(implementation = String.class, examples = "1")
        @NotNull
        @DecimalText
        @DecimalMin(value = "0", inclusive = false)
        @Digits(integer = 6, fraction = 4)
        BigDecimal quantity,

        @Nullable Money unitPrice,
        @Valid @Nullable Discount discount,

        @Schema(implementation = String.class, examples = "0.18")
        @DecimalText
        @DecimalMin("0")
        @DecimalMax("1")
        @Digits(integer = 1, fraction = 6)
        @Nullable
        BigDecimal taxRate,

        @Valid @Nullable Source source,
        @Nullable UUID doctorId) {

    /** A line is known by its description, or by the code of a price that has one. */
    @JsonIgnore
    @AssertTrue(message = "must have a priceCode or a description")
    public boolean isNamed() {
        return priceCode != null || description != null && !description.isBlank();
    }

    /** The same with what its price says filled in. */
    public InvoicedItem priced(Price price) {
        return new InvoicedItem(
                priceCode,
                description == null ? price.name() : description,
                kind == null ? price.kind() : kind,
                quantity,
                unitPrice == null ? price.price() : unitPrice,
                discount,
                taxRate == null ? price.taxRate() : taxRate,
                source,
                doctorId);
    }

    InvoicedItem withQuantity(BigDecimal other) {
        return new InvoicedItem(priceCode, description, kind, other, unitPrice, discount, taxRate, source, doctorId);
    }

    /**
     * What was done or handed out that the line is for.
     *
     * @param itemId which part of it, or null
     */
    @Schema(name = "LineSource")
    public record Source(
            @NotNull Type type, @NotNull UUID id, @Nullable UUID itemId) {
        /** Of what a line can be. */
        @Schema(name = "LineSourceType")
        public enum Type {
            ENCOUNTER,
            DISPENSE,
            LAB_REQUEST,
            ORDER
        }

        public Source whole() {
            return new Source(type, id, null);
        }

        /** What is charged once: each test of a laboratory request, as they come one by one; anything else as a whole. */
        public Source charged() {
            return type == Type.LAB_REQUEST ? this : whole();
        }
    }
}
