package polyclinic.billing.drafting;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import polyclinic.billing.access.BillingAccessPolicy;
import polyclinic.billing.charges.Charges;
import polyclinic.billing.invoices.Invoice;
import polyclinic.billing.invoices.InvoiceEvent;
import polyclinic.billing.invoices.InvoiceQueries;
import polyclinic.billing.invoices.InvoiceView;
import polyclinic.billing.invoices.InvoicedItem;
import polyclinic.billing.invoices.Invoices;
import polyclinic.billing.ledger.Balance;
import polyclinic.commons.access.PatientAccess;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.provenance.Provenance;
import polyclinic.commons.web.Answer;

/** A cashier writes a draft; an administrator records an invoice of elsewhere. */
@ApplicationScoped
class InvoiceDrafting {
    private final Invoices invoices;
    private final InvoiceQueries queries;
    private final ListPrices prices;
    private final Charges charges;
    private final InvoicedEncounters encounters;
    private final HistoryPosting history;
    private final PatientAccess patients;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    InvoiceDrafting(
            Invoices invoices,
            InvoiceQueries queries,
            ListPrices prices,
            Charges charges,
            InvoicedEncounters encounters,
            HistoryPosting history,
            PatientAccess patients,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.invoices = invoices;
        this.queries = queries;
        this.prices = prices;
        this.charges = charges;
        this.encounters = encounters;
        this.history = history;
        this.patients = patients;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** Answers 201. Whether there is such a patient is asked before the transaction begins. */
    Uni<Answer<InvoiceView>> draft(DraftInvoice request, Caller caller) {
        Invoice.Head head = request.head();
        Provenance.requireSender(request.provenance(), caller);
        return patients.require(BillingAccessPolicy.accounts(caller), head.patientId())
                .chain(() -> idempotency.once(
                        request,
                        () -> encounters
                                .require(head.encounterId(), head.patientId())
                                .chain(() -> prices.fill(request.lines(), head.currency()))
                                .chain(items -> request.provenance() == null
                                        ? drafted(head, items)
                                        : recorded(request, request.provenance(), head, items))
                                .map(view -> Answer.created(view.location(), view.version(), view)),
                        earlier -> queries.reread(earlier.createdId(), caller)));
    }

    private Uni<InvoiceView> drafted(Invoice.Head head, List<InvoicedItem> items) {
        Invoice invoice = Invoice.drafted(head, false, items, clock.instant());
        Balance balance = Balance.none(head.currency());
        return invoices.persistAndFlush(invoice)
                .chain(() -> charges.take(invoice))
                .chain(() -> outbox.append(
                        audit.entry("create", "invoice", invoice.id(), invoice.patientId()),
                        new InvoiceEvent.Drafted(InvoiceEvent.snapshot(invoice, balance, null))))
                .map(done -> InvoiceView.of(invoice, balance));
    }

    private Uni<InvoiceView> recorded(
            DraftInvoice request, Provenance from, Invoice.Head head, List<InvoicedItem> items) {
        Invoice invoice = Invoice.ofElsewhere(
                head, items, from, request.number(), Objects.requireNonNull(request.issuedAt()), clock.instant());
        return invoices.persistAndFlush(invoice)
                .chain(() -> history.post(invoice, request.paid()))
                .chain(balance -> outbox.append(
                                audit.entry("import", "invoice", invoice.id(), invoice.patientId()),
                                new InvoiceEvent.Recorded(InvoiceEvent.snapshot(invoice, balance, null)))
                        .map(done -> InvoiceView.of(invoice, balance)));
    }
}
