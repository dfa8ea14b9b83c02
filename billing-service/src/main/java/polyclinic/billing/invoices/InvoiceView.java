package polyclinic.billing.invoices;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.ledger.Balance;
import polyclinic.billing.money.Discount;
import polyclinic.billing.money.ItemKind;
import polyclinic.billing.money.LineAmounts;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.json.DecimalText;
import polyclinic.commons.provenance.Provenance;
import polyclinic.commons.values.Money;

/**
 * An invoice as clients see it.
 *
 * @param number null for a draft; of history its number there
 * @param due of a draft its total; negative where more was paid than is owed after a credit note
 */
public record InvoiceView(
        UUID id,
        long version,
        @Nullable String number,
        InvoiceStatus status,
        UUID patientId,
        @Nullable UUID encounterId,
        @Nullable UUID appointmentId,
        String currency,
        List<Line> lines,
        Money net,
        Money tax,
        Money total,
        Money credited,
        Money paid,
        Money due,
        @Nullable Instant issuedAt,
        @Nullable Instant voidedAt,
        @Nullable String voidReason,
        @Nullable Provenance provenance,
        Instant createdAt,
        Instant updatedAt)
        implements PatientData {
    /** The path of invoices, for the resources of all features. */
    public static final String PATH = "/api/v1/invoices";

    /**
     * @param net null while the line has no price, like all amounts of it
     * @param source what it is for, or null
     */
    @Schema(name = "InvoiceLine")
    public record Line(
            UUID id,
            ItemKind kind,
            @Nullable String priceCode,
            String description,

            @Schema(implementation = String.class) @DecimalText
            BigDecimal quantity,

            @Nullable Money unitPrice,
            @Nullable Discount discount,

            @Schema(implementation = String.class) @DecimalText
            BigDecimal taxRate,

            @Nullable Money net,
            @Nullable Money tax,
            @Nullable Money total,
            InvoicedItem.@Nullable Source source,
            @Nullable UUID doctorId) {
        static Line of(InvoiceLine line) {
            LineAmounts amounts = line.amounts();
            return new Line(
                    line.id(),
                    line.kind(),
                    line.priceCode(),
                    line.description(),
                    line.quantity(),
                    line.unitPrice(),
                    line.discount(),
                    line.taxRate(),
                    amounts == null ? null : amounts.net(),
                    amounts == null ? null : amounts.tax(),
                    amounts == null ? null : amounts.total(),
                    line.source(),
                    line.doctorId());
        }
    }

    public static InvoiceView of(Invoice invoice, Balance balance) {
        return new InvoiceView(
                invoice.id(),
                invoice.version(),
                invoice.number(),
                invoice.status(balance),
                invoice.patientId(),
                invoice.encounterId(),
                invoice.appointmentId(),
                invoice.currency().getCurrencyCode(),
                invoice.lines().stream().map(Line::of).toList(),
                invoice.net(),
                invoice.tax(),
                invoice.total(),
                balance.credited(),
                balance.paid(),
                invoice.isDraft() ? invoice.total() : balance.due(),
                invoice.issuedAt(),
                invoice.voidedAt(),
                invoice.voidReason(),
                invoice.provenance(),
                invoice.createdAt(),
                invoice.updatedAt());
    }

    public String location() {
        return PATH + "/" + id;
    }
}
