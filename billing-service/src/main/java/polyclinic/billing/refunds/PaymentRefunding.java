package polyclinic.billing.refunds;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import polyclinic.billing.charges.CancelledVisits;
import polyclinic.billing.charges.Charges;
import polyclinic.billing.charges.Visit;
import polyclinic.billing.invoices.Invoice;
import polyclinic.billing.invoices.Invoices;
import polyclinic.billing.issuing.InvoiceVoiding;
import polyclinic.billing.ledger.Category;
import polyclinic.billing.ledger.Ledger;
import polyclinic.billing.ledger.LedgerEntry;
import polyclinic.billing.ledger.LedgerPosting;
import polyclinic.billing.ledger.PostingType;
import polyclinic.billing.money.Apportionment;
import polyclinic.billing.money.MixedCurrency;
import polyclinic.billing.payments.Payment;
import polyclinic.billing.payments.PaymentEvent;
import polyclinic.billing.payments.PaymentQueries;
import polyclinic.billing.payments.PaymentView;
import polyclinic.billing.payments.Payments;
import polyclinic.billing.payments.Refund;
import polyclinic.billing.shifts.Shifts;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Money;
import polyclinic.commons.web.Answer;

/** Money of a payment is given back the way it came. The invoice's row is locked first, then the payment's. */
@ApplicationScoped
public class PaymentRefunding {
    private final Invoices invoices;
    private final Payments payments;
    private final PaymentQueries queries;
    private final Shifts shifts;
    private final Ledger ledger;
    private final CancelledVisits cancelled;
    private final Charges charges;
    private final InvoiceVoiding voiding;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    PaymentRefunding(
            Invoices invoices,
            Payments payments,
            PaymentQueries queries,
            Shifts shifts,
            Ledger ledger,
            CancelledVisits cancelled,
            Charges charges,
            InvoiceVoiding voiding,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.invoices = invoices;
        this.payments = payments;
        this.queries = queries;
        this.shifts = shifts;
        this.ledger = ledger;
        this.cancelled = cancelled;
        this.charges = charges;
        this.voiding = voiding;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<PaymentView>> refund(UUID paymentId, RefundPayment request, Caller caller) {
        if (!request.amount().isPositive()) throw Problem.invalid("amount", "must be more than 0");
        return queries.see(paymentId, caller, "payment")
                .chain(seen -> idempotency.once(
                        request,
                        () -> invoices.locked(seen.invoiceId())
                                .chain(invoice -> payments.locked(paymentId)
                                        .chain(payment -> refund(invoice, payment, request, caller)))
                                .map(view -> Answer.ok(view.version(), view)),
                        earlier -> queries.reread(paymentId, caller)));
    }

    private Uni<PaymentView> refund(Invoice invoice, Payment payment, RefundPayment request, Caller caller) {
        MixedCurrency.refuse("amount", invoice.currency(), request.amount());
        return shifts.drawer(payment.method(), request.shiftId(), invoice.currency(), caller)
                .chain(shift -> refund(
                        invoice,
                        payment,
                        Refund.of(
                                payment,
                                request.amount(),
                                request.reason(),
                                shift == null ? null : shift.id(),
                                caller.subject(),
                                clock.instant()),
                        request.amount(),
                        request.reason()))
                .call(() -> finish(invoice));
    }

    /** The last money of a visit that was cancelled is back: what waited for it, the end of its invoice, comes now. */
    private Uni<Void> finish(Invoice invoice) {
        Visit visit = Visit.of(invoice.appointmentId(), invoice.encounterId());
        if (visit == null || invoice.isVoid()) return Uni.createFrom().voidItem();
        return ledger.balance(invoice.id(), invoice.currency())
                .chain(balance -> balance.paid().isZero()
                        ? cancelled.contains(visit)
                        : Uni.createFrom().item(false))
                .chain(off -> off
                        ? charges.isHandedOver(invoice.id()).map(handedOver -> !handedOver)
                        : Uni.createFrom().item(false))
                .chain(ends -> ends
                        ? voiding.voidIt(invoice, visit.cancelled())
                        : Uni.createFrom().voidItem());
    }

    /**
     * Gives back all that is left of a payment because what it was for will not take place.
     *
     * <p>In the open transaction, with the invoice's row locked. Not for cash: somebody has to hand that out.
     */
    public Uni<Void> refundAll(Invoice invoice, Payment payment, String reason) {
        return payments.refunds(List.of(payment.id()))
                .map(refunds -> PaymentView.of(payment, refunds).refundable())
                .chain(left -> left.isZero()
                        ? Uni.createFrom().voidItem()
                        : refund(
                                        invoice,
                                        payment,
                                        Refund.of(payment, left, reason, null, "billing-service", clock.instant()),
                                        left,
                                        reason)
                                .replaceWithVoid());
    }

    private Uni<PaymentView> refund(Invoice invoice, Payment payment, Refund refund, Money amount, String reason) {
        return payments.refunds(List.of(payment.id())).chain(earlier -> {
            if (amount.compareTo(PaymentView.of(payment, earlier).refundable()) > 0) throw new ExceedsPaid();
            invoice.touch(refund.refundedAt());
            return payments.persistAndFlush(refund)
                    .chain(() -> ledger.received(payment.id(), invoice.currency()))
                    .chain(received -> ledger.post(posting(payment, refund, Apportionment.of(amount, received))))
                    .chain(() -> outbox.append(
                            audit.entry("refund", "payment", payment.id(), payment.patientId())
                                    .withReason(reason),
                            PaymentEvent.Refunded.of(payment, refund)))
                    .map(done -> PaymentView.of(
                            payment,
                            Stream.concat(earlier.stream(), Stream.of(refund)).toList()));
        });
    }

    private static LedgerPosting posting(Payment payment, Refund refund, Map<Category, Money> parts) {
        return new LedgerPosting(
                PostingType.REFUND,
                refund.id(),
                payment.invoiceId(),
                payment.patientId(),
                payment.method(),
                PaymentEvent.Refunded.of(payment, refund).shiftId(),
                refund.refundedAt(),
                LedgerPosting.moving(parts).stream().map(LedgerEntry::reversed).toList());
    }
}
