package polyclinic.billing.drafting;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.invoices.Invoice;
import polyclinic.billing.invoices.InvoiceLine;
import polyclinic.billing.ledger.Balance;
import polyclinic.billing.ledger.Category;
import polyclinic.billing.ledger.Ledger;
import polyclinic.billing.ledger.LedgerEntry;
import polyclinic.billing.ledger.LedgerPosting;
import polyclinic.billing.ledger.PaymentMethod;
import polyclinic.billing.ledger.PostingType;
import polyclinic.billing.money.Apportionment;
import polyclinic.billing.money.LineAmounts;
import polyclinic.billing.money.MixedCurrency;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Money;

/** Posts an invoice of elsewhere, and what was paid of it there, on the day on which it was issued: see {@link PostingType}. */
@ApplicationScoped
class HistoryPosting {
    private final Ledger ledger;

    HistoryPosting(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Answers how the invoice stands; fails with 422 when more was paid than it comes to. */
    Uni<Balance> post(Invoice invoice, @Nullable Money paid) {
        if (paid != null) {
            MixedCurrency.refuse("paid", invoice.currency(), paid);
            if (paid.compareTo(invoice.total()) > 0)
                throw Problem.invalid("paid", "must be no more than the lines come to");
        }
        Map<Category, Money> due = new LinkedHashMap<>();
        List<LedgerEntry> sold = new ArrayList<>();
        for (InvoiceLine line : invoice.lines()) {
            LineAmounts amounts = Objects.requireNonNull(line.amounts());
            sold.addAll(LedgerPosting.selling(line.category(), amounts.net(), amounts.tax()));
            due.merge(line.category(), amounts.total(), Money::plus);
        }
        return ledger.post(posting(PostingType.HISTORY_INVOICE, invoice, null, sold))
                .chain(() -> paid == null || paid.isZero()
                        ? Uni.createFrom().voidItem()
                        : ledger.post(posting(
                                PostingType.HISTORY_PAYMENT,
                                invoice,
                                PaymentMethod.OTHER,
                                LedgerPosting.moving(Apportionment.of(paid, due)))))
                .chain(() -> ledger.balance(invoice.id(), invoice.currency()));
    }

    private static LedgerPosting posting(
            PostingType type, Invoice invoice, @Nullable PaymentMethod method, List<LedgerEntry> entries) {
        return new LedgerPosting(
                type,
                invoice.id(),
                invoice.id(),
                invoice.patientId(),
                method,
                null,
                Objects.requireNonNull(invoice.issuedAt()),
                entries);
    }
}
