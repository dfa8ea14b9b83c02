package polyclinic.billing.payments;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.access.SearchConditions;
import polyclinic.billing.ledger.PaymentMethod;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.TimeRange;

/** Payments and their refunds in the database. */
@ApplicationScoped
public class Payments implements PanacheRepositoryBase<Payment, UUID> {
    /** What is asked for; null members are not. */
    record Criteria(
            @Nullable UUID patientId,
            @Nullable UUID invoiceId,
            @Nullable UUID shiftId,
            @Nullable PaymentMethod method,
            TimeRange taken) {}

    /** The payment, or null when there is none within the scope. */
    Uni<@Nullable Payment> visible(UUID id, Scope scope) {
        return find(within(scope).and("id = :id", "id", id), "").firstResult();
    }

    /** With its row locked until the transaction ends; fails with 404. */
    public Uni<Payment> locked(UUID id) {
        return find("id", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .<Payment>firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("payment"));
    }

    /** Those of an invoice, in the order in which they were taken. */
    public Uni<List<Payment>> of(UUID invoiceId) {
        return list("invoiceId = ?1 order by id", invoiceId);
    }

    /** In the order in which they were given back. */
    public Uni<List<Refund>> refunds(Collection<UUID> paymentIds) {
        if (paymentIds.isEmpty()) return Uni.createFrom().item(List.of());
        return Panache.getSession().chain(session -> session.createQuery(
                        "select r from Refund r where r.paymentId in :ids order by r.id", Refund.class)
                .setParameter("ids", paymentIds)
                .getResultList());
    }

    /** Whether anything of the payments by this method has not been given back. */
    public Uni<Boolean> isLeftOf(List<Payment> taken, PaymentMethod method) {
        List<Payment> by =
                taken.stream().filter(payment -> payment.method() == method).toList();
        return refunds(by.stream().map(Payment::id).toList())
                .map(refunds -> by.stream().anyMatch(payment -> PaymentView.of(
                                payment,
                                refunds.stream()
                                        .filter(refund -> refund.paymentId().equals(payment.id()))
                                        .toList())
                        .refundable()
                        .isPositive()));
    }

    public Uni<Void> persistAndFlush(Refund refund) {
        return Panache.getSession().chain(session -> session.persist(refund).chain(session::flush));
    }

    /** Newest first; one more than the limit when there are more. */
    Uni<List<Payment>> list(Criteria asked, @Nullable UUID after, int limit, Scope scope) {
        SearchConditions where = within(scope)
                .and("patientId = :asked", "asked", asked.patientId())
                .and("invoiceId = :invoice", "invoice", asked.invoiceId())
                .and("shiftId = :shift", "shift", asked.shiftId())
                .and("method = :method", "method", asked.method())
                .and("takenAt >= :from", "from", asked.taken().from())
                .and("takenAt < :before", "before", asked.taken().before())
                .and("id < :after", "after", after);
        return find(where, " order by id desc").range(0, limit).list();
    }

    private PanacheQuery<Payment> find(SearchConditions where, String order) {
        return find("where " + where + order, where.parameters());
    }

    private static SearchConditions within(Scope scope) {
        return SearchConditions.within(scope, "patientId = :patient");
    }
}
