package polyclinic.billing.invoices;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.access.BillingAccessPolicy;
import polyclinic.billing.ledger.Balance;
import polyclinic.billing.ledger.Ledger;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.HiddenRows;
import polyclinic.commons.values.ClinicDays;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/** Reads of invoices. Each is audited before it is answered. */
@ApplicationScoped
public class InvoiceQueries {
    private final Invoices invoices;
    private final Ledger ledger;
    private final Audit audit;
    private final ClinicDays days;

    InvoiceQueries(Invoices invoices, Ledger ledger, Audit audit, ClinicDays days) {
        this.days = days;
        this.invoices = invoices;
        this.ledger = ledger;
        this.audit = audit;
    }

    public Uni<InvoiceView> get(UUID id, Caller caller) {
        return see(id, caller, "invoice").chain(found -> Panache.withSession(() -> ledger.balance(id, found.currency()))
                .map(balance -> InvoiceView.of(found, balance)));
    }

    /** An invoice that the caller may see, with an entry in the trail that says as what; fails with 404. */
    public Uni<Invoice> see(UUID id, Caller caller, String as) {
        Scope scope = BillingAccessPolicy.accounts(caller);
        return Panache.withSession(() -> invoices.visible(id, scope))
                .onItem()
                .ifNull()
                .switchTo(() -> Panache.withSession(() -> HiddenRows.notFound("invoice", "Invoice", id)))
                .call(found -> audit.read(as, id, found.patientId()));
    }

    /** The answer to a repeated request: what the caller may see now, read and audited like anything else. */
    public Uni<Answer<InvoiceView>> reread(UUID id, Caller caller) {
        return get(id, caller).map(view -> Answer.ok(view.version(), view));
    }

    /** Newest first; the parameters of {@link InvoiceResource#list}. */
    Uni<Page<InvoiceView>> list(Invoices.Criteria wanted, @Nullable UUID after, int limit, Caller caller) {
        Scope scope = BillingAccessPolicy.accounts(caller);
        Invoices.Criteria asked = wanted.bounded(days.now());
        return Panache.withSession(
                        () -> invoices.list(asked, after, limit, scope).chain(rows -> ledger.balances(
                                        rows.stream().map(Invoice::id).toList())
                                .map(balances -> Page.of(
                                        rows,
                                        limit,
                                        invoice -> view(invoice, balances),
                                        last -> Cursor.encode(last.id())))))
                .call(page -> audit.searched("invoice", asked.patientId(), page.items(), () -> Uni.createFrom()
                        .item(BillingAccessPolicy.reaches(scope, asked.patientId()))));
    }

    private static InvoiceView view(Invoice invoice, Map<UUID, Balance> balances) {
        Balance balance = balances.get(invoice.id());
        return InvoiceView.of(invoice, balance == null ? Balance.none(invoice.currency()) : balance);
    }
}
