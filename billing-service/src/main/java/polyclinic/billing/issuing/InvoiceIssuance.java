package polyclinic.billing.issuing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import polyclinic.billing.invoices.Invoice;
import polyclinic.billing.invoices.InvoiceEvent;
import polyclinic.billing.invoices.InvoiceQueries;
import polyclinic.billing.invoices.InvoiceView;
import polyclinic.billing.invoices.Invoices;
import polyclinic.billing.ledger.Balance;
import polyclinic.billing.ledger.DocumentNumbers;
import polyclinic.billing.ledger.DocumentNumbers.Series;
import polyclinic.billing.ledger.Ledger;
import polyclinic.billing.ledger.LedgerEntry;
import polyclinic.billing.ledger.LedgerPosting;
import polyclinic.billing.ledger.PostingType;
import polyclinic.billing.money.LineAmounts;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EmptyBody;

/** A draft becomes an invoice: it gets the next number of its year, and what it comes to is owed. */
@ApplicationScoped
class InvoiceIssuance {
    private final Invoices invoices;
    private final InvoiceQueries queries;
    private final DocumentNumbers numbers;
    private final Ledger ledger;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    InvoiceIssuance(
            Invoices invoices,
            InvoiceQueries queries,
            DocumentNumbers numbers,
            Ledger ledger,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.invoices = invoices;
        this.queries = queries;
        this.numbers = numbers;
        this.ledger = ledger;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<InvoiceView>> issue(UUID id, EmptyBody request, Caller caller) {
        return idempotency.once(
                request,
                () -> invoices.locked(id)
                        .invoke(Invoice::requireIssuable)
                        .chain(this::issued)
                        .map(view -> Answer.ok(view.version(), view)),
                earlier -> queries.reread(id, caller));
    }

    /** The number is taken last of what may be refused, and its row is locked until the commit. */
    private Uni<InvoiceView> issued(Invoice invoice) {
        Instant now = clock.instant();
        return numbers.next(Series.INVOICE, now)
                .invoke(number -> invoice.issue(number, now))
                .chain(() -> invoices.flush())
                .chain(() -> ledger.post(posting(invoice, now)))
                .chain(() -> ledger.balance(invoice.id(), invoice.currency()))
                .call(balance -> publish(invoice, balance))
                .map(balance -> InvoiceView.of(invoice, balance));
    }

    /** Of what costs nothing, nothing is due from the beginning. */
    private Uni<Void> publish(Invoice invoice, Balance balance) {
        InvoiceEvent.Snapshot snapshot = InvoiceEvent.snapshot(invoice, balance, null);
        AuditEntry entry = audit.entry("issue", "invoice", invoice.id(), invoice.patientId())
                .withChangedFields(List.of("status", "number"));
        return balance.due().isPositive()
                ? outbox.append(entry, new InvoiceEvent.Issued(snapshot))
                : outbox.append(entry, new InvoiceEvent.Issued(snapshot), new InvoiceEvent.Paid(snapshot));
    }

    private static LedgerPosting posting(Invoice invoice, Instant now) {
        List<LedgerEntry> sold = invoice.lines().stream()
                .flatMap(line -> {
                    LineAmounts amounts = Objects.requireNonNull(line.amounts());
                    return LedgerPosting.selling(line.category(), amounts.net(), amounts.tax()).stream();
                })
                .toList();
        return new LedgerPosting(
                PostingType.INVOICE, invoice.id(), invoice.id(), invoice.patientId(), null, null, now, sold);
    }
}
