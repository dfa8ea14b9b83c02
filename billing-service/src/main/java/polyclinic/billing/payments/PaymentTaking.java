package polyclinic.billing.payments;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import polyclinic.billing.invoices.Invoice;
import polyclinic.billing.invoices.InvoiceEvent;
import polyclinic.billing.invoices.Invoices;
import polyclinic.billing.ledger.Balance;
import polyclinic.billing.ledger.Category;
import polyclinic.billing.ledger.Ledger;
import polyclinic.billing.ledger.LedgerPosting;
import polyclinic.billing.ledger.PostingType;
import polyclinic.billing.money.Apportionment;
import polyclinic.billing.money.MixedCurrency;
import polyclinic.billing.shifts.Shifts;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Money;
import polyclinic.commons.web.Answer;

/**
 * A cashier takes money for an invoice. The invoice's row is locked first, so two payments at once are one behind the other and
 * the second sees what the first has left; the database refuses what would be more all the same.
 */
@ApplicationScoped
class PaymentTaking {
    private final Invoices invoices;
    private final Payments payments;
    private final PaymentQueries queries;
    private final Shifts shifts;
    private final Ledger ledger;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    PaymentTaking(
            Invoices invoices,
            Payments payments,
            PaymentQueries queries,
            Shifts shifts,
            Ledger ledger,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.invoices = invoices;
        this.payments = payments;
        this.queries = queries;
        this.shifts = shifts;
        this.ledger = ledger;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<PaymentView>> take(UUID invoiceId, TakePayment request, Caller caller) {
        if (!request.amount().isPositive()) throw Problem.invalid("amount", "must be more than 0");
        return idempotency.once(
                request,
                () -> invoices.lockedWithoutLines(invoiceId)
                        .invoke(invoice -> invoice.requireOpen("paid"))
                        .chain(invoice -> take(invoice, request, caller))
                        .map(view -> Answer.created(view.location(), view.version(), view)),
                earlier -> queries.reread(earlier.createdId(), caller));
    }

    private Uni<PaymentView> take(Invoice invoice, TakePayment request, Caller caller) {
        Money amount = request.amount();
        Currency currency = invoice.currency();
        MixedCurrency.refuse("amount", currency, amount);
        Instant now = clock.instant();
        return ledger.standing(invoice.id(), currency)
                .invoke(standing -> {
                    if (amount.compareTo(standing.balance().due()) > 0) throw new ExceedsDue();
                })
                .chain(standing -> shifts.drawer(request.method(), request.shiftId(), currency, caller)
                        .map(shift -> Payment.taken(
                                invoice, request, shift == null ? null : shift.id(), caller.subject(), now))
                        .invoke(payment -> invoice.touch(now))
                        .call(payments::persistAndFlush)
                        .call(payment -> ledger.post(posting(payment, Apportionment.of(amount, standing.due()))))
                        .call(payment ->
                                publish(payment, invoice, standing.balance().paid(amount))))
                .map(payment -> PaymentView.of(payment, List.of()));
    }

    private static LedgerPosting posting(Payment payment, Map<Category, Money> parts) {
        return new LedgerPosting(
                PostingType.PAYMENT,
                payment.id(),
                payment.invoiceId(),
                payment.patientId(),
                payment.method(),
                payment.shiftId(),
                payment.takenAt(),
                LedgerPosting.moving(parts));
    }

    private Uni<Void> publish(Payment payment, Invoice invoice, Balance balance) {
        AuditEntry entry = audit.entry("create", "payment", payment.id(), payment.patientId());
        PaymentEvent taken = PaymentEvent.Taken.of(payment);
        return balance.due().isPositive()
                ? outbox.append(entry, taken)
                : invoices.withLines(invoice)
                        .chain(whole -> outbox.append(
                                entry, taken, new InvoiceEvent.Paid(InvoiceEvent.snapshot(whole, balance, null))));
    }
}
