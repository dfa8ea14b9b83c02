package polyclinic.billing.drafting;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.invoices.Invoice;
import polyclinic.billing.invoices.InvoicedItem;
import polyclinic.commons.json.SingleLine;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.provenance.Provenance;
import polyclinic.commons.values.Money;
import polyclinic.commons.values.Money.InvalidMoney;

/**
 * A draft; with a {@code provenance} an invoice of elsewhere, which is issued already and keeps its own number.
 *
 * @param currency ISO 4217
 * @param number of an invoice of elsewhere, as it has it there
 * @param issuedAt when an invoice of elsewhere was issued
 * @param paid what of an invoice of elsewhere was paid there
 */
record DraftInvoice(
        @NotNull UUID patientId,
        @Nullable UUID encounterId,
        @Nullable UUID appointmentId,
        @NotNull @Size(max = 200) List<@Valid @NotNull InvoicedItem> lines,
        @NotNull @Size(max = 3) String currency,
        @Valid @Nullable Provenance provenance,
        @SingleLine @Size(min = 1, max = 100) @Nullable String number,
        @Nullable Instant issuedAt,
        @Nullable Money paid) {
    /** Fails with 422 for a currency that is none, and for what only history has. */
    Invoice.Head head() {
        if (provenance == null && (number != null || issuedAt != null || paid != null))
            throw Problem.invalid("provenance", "must be given with number, issuedAt and paid");
        if (provenance != null && issuedAt == null) throw Problem.invalid("issuedAt", "must be given");
        return new Invoice.Head(patientId, encounterId, appointmentId, currency(currency));
    }

    static Currency currency(String code) {
        try {
            return Money.currency(code);
        } catch (InvalidMoney invalid) {
            throw Problem.invalid("currency", invalid.rule());
        }
    }
}
