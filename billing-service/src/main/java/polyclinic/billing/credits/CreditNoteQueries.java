package polyclinic.billing.credits;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.billing.access.BillingAccessPolicy;
import polyclinic.billing.invoices.InvoiceQueries;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.HiddenRows;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Page;

/** Reads of credit notes. Each is audited before it is answered. */
@ApplicationScoped
class CreditNoteQueries {
    private final CreditNotes notes;
    private final InvoiceQueries invoices;
    private final Audit audit;

    CreditNoteQueries(CreditNotes notes, InvoiceQueries invoices, Audit audit) {
        this.notes = notes;
        this.invoices = invoices;
        this.audit = audit;
    }

    Uni<CreditNoteView> get(UUID id, Caller caller) {
        Scope scope = BillingAccessPolicy.accounts(caller);
        return Panache.withSession(() -> notes.visible(id, scope)
                        .onItem()
                        .ifNull()
                        .switchTo(() -> HiddenRows.notFound("credit note", "CreditNote", id)))
                .call(found -> audit.read("credit_note", id, found.patientId()))
                .map(CreditNoteView::of);
    }

    Uni<Answer<CreditNoteView>> reread(UUID id, Caller caller) {
        return get(id, caller).map(view -> Answer.ok(view.version(), view));
    }

    /** Those of one invoice: as many as there are in its few pages. Fails with 404 for an invoice that the caller may not see. */
    Uni<Page<CreditNoteView>> of(UUID invoiceId, Caller caller) {
        return invoices.see(invoiceId, caller, "credit_note")
                .chain(seen -> Panache.withSession(() -> notes.of(invoiceId)))
                .map(found -> new Page<>(found.stream().map(CreditNoteView::of).toList(), null));
    }
}
