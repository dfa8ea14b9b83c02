package polyclinic.billing.payments;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.access.BillingAccessPolicy;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.HiddenRows;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

/** Reads of payments. Each is audited before it is answered. */
@ApplicationScoped
public class PaymentQueries {
    private final Payments payments;
    private final Audit audit;

    PaymentQueries(Payments payments, Audit audit) {
        this.payments = payments;
        this.audit = audit;
    }

    Uni<PaymentView> get(UUID id, Caller caller) {
        return see(id, caller, "payment");
    }

    /** A payment that the caller may see, with an entry in the trail that says as what; fails with 404. */
    public Uni<PaymentView> see(UUID id, Caller caller, String as) {
        Scope scope = BillingAccessPolicy.accounts(caller);
        return Panache.withSession(() -> payments.visible(id, scope)
                        .onItem()
                        .ifNull()
                        .switchTo(() -> HiddenRows.notFound("payment", "Payment", id))
                        .chain(found -> payments.refunds(List.of(id)).map(refunds -> PaymentView.of(found, refunds))))
                .call(found -> audit.read(as, id, found.patientId()));
    }

    /** The answer to a repeated request: what the caller may see now, read and audited like anything else. */
    public Uni<Answer<PaymentView>> reread(UUID id, Caller caller) {
        return get(id, caller).map(view -> Answer.ok(view.version(), view));
    }

    /** Newest first; the parameters of {@link PaymentResource#list}. */
    Uni<Page<PaymentView>> list(Payments.Criteria asked, @Nullable UUID after, int limit, Caller caller) {
        Scope scope = BillingAccessPolicy.accounts(caller);
        return Panache.withSession(
                        () -> payments.list(asked, after, limit, scope).chain(rows -> payments.refunds(
                                        rows.stream().map(Payment::id).toList())
                                .map(refunds -> Page.of(
                                        rows,
                                        limit,
                                        payment -> PaymentView.of(payment, of(payment, refunds)),
                                        last -> Cursor.encode(last.id())))))
                .call(page -> audit.searched("payment", asked.patientId(), page.items(), () -> Uni.createFrom()
                        .item(BillingAccessPolicy.reaches(scope, asked.patientId()))));
    }

    private static List<Refund> of(Payment payment, List<Refund> refunds) {
        return refunds.stream()
                .filter(refund -> refund.paymentId().equals(payment.id()))
                .toList();
    }
}
