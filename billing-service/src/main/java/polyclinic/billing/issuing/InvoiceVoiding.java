package polyclinic.billing.issuing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.billing.charges.Charges;
import polyclinic.billing.invoices.Invoice;
import polyclinic.billing.invoices.InvoiceEvent;
import polyclinic.billing.invoices.InvoiceQueries;
import polyclinic.billing.invoices.InvoiceView;
import polyclinic.billing.invoices.Invoices;
import polyclinic.billing.ledger.Ledger;
import polyclinic.billing.ledger.LedgerEntry;
import polyclinic.billing.ledger.LedgerPosting;
import polyclinic.billing.ledger.PostingType;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;

/** Ends an invoice of which nothing is paid: what it posted is reversed, and what it was for may be charged again. */
@ApplicationScoped
public class InvoiceVoiding {
    private final Invoices invoices;
    private final InvoiceQueries queries;
    private final Charges charges;
    private final Ledger ledger;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    InvoiceVoiding(
            Invoices invoices,
            InvoiceQueries queries,
            Charges charges,
            Ledger ledger,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.invoices = invoices;
        this.queries = queries;
        this.charges = charges;
        this.ledger = ledger;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<InvoiceView>> voidIt(UUID id, VoidInvoice request, Caller caller) {
        return idempotency.once(
                request,
                () -> invoices.locked(id)
                        .chain(invoice -> voidIt(invoice, request.reason())
                                .chain(() -> ledger.balance(id, invoice.currency()))
                                .map(balance -> InvoiceView.of(invoice, balance)))
                        .map(view -> Answer.ok(view.version(), view)),
                earlier -> queries.reread(id, caller));
    }

    /** In the open transaction, with the invoice's row locked. */
    public Uni<Void> voidIt(Invoice invoice, String reason) {
        Instant now = clock.instant();
        boolean posted = !invoice.isDraft();
        return ledger.balance(invoice.id(), invoice.currency())
                .invoke(balance -> invoice.voidIt(reason, balance, now))
                .chain(() -> invoices.flush())
                .chain(() -> posted ? reverse(invoice, now) : Uni.createFrom().voidItem())
                .chain(() -> charges.release(invoice.id()))
                .chain(() -> ledger.balance(invoice.id(), invoice.currency()))
                .chain(balance -> outbox.append(
                        audit.entry("void", "invoice", invoice.id(), invoice.patientId())
                                .withChangedFields(List.of("status"))
                                .withReason(reason),
                        new InvoiceEvent.Voided(InvoiceEvent.snapshot(invoice, balance, reason))));
    }

    private Uni<Void> reverse(Invoice invoice, Instant now) {
        return ledger.invoiced(invoice.id(), invoice.currency())
                .chain(entries -> ledger.post(new LedgerPosting(
                        PostingType.VOID,
                        invoice.id(),
                        invoice.id(),
                        invoice.patientId(),
                        null,
                        null,
                        now,
                        entries.stream().map(LedgerEntry::reversed).toList())));
    }
}
