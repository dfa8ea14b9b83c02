package polyclinic.billing.paymenttaking;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.invoices.InvoiceEvent;
import polyclinic.billing.invoices.InvoiceHeading;
import polyclinic.billing.invoices.Invoices;
import polyclinic.billing.ledger.Balance;
import polyclinic.billing.ledger.LedgerPosting;
import polyclinic.billing.ledger.PostingType;
import polyclinic.billing.money.Apportionment;
import polyclinic.billing.money.MixedCurrency;
import polyclinic.billing.payments.Payment;
import polyclinic.billing.payments.PaymentEvent;
import polyclinic.billing.payments.PaymentQueries;
import polyclinic.billing.payments.PaymentView;
import polyclinic.billing.shifts.Shifts.Drawer;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.messaging.CloudEventFactory;
import polyclinic.commons.messaging.OutboxMessage;
import polyclinic.commons.postgres.OutboxRelay;
import polyclinic.commons.postgres.statements.SqlStates;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Money;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.IdempotencyKey;
import polyclinic.commons.web.StoredAnswer;

/**
 * A cashier takes money for an invoice. The counter does little else, so it departs from the pattern of the other use cases as
 * booking does: {@link PaymentStatements#context} reads everything that the rules need, the rules are plain Java, and
 * {@link PaymentStatements#take} writes the payment, its posting, its events, its audit entry and what is kept of the answer in
 * one statement, a transaction of its own.
 *
 * <p>Whatever moves money of an invoice gives it a new version. So a payment is taken only from an invoice of the version that
 * was read; when another one was faster, all is read again. Whoever writes past this meets the database's own rule.
 */
@ApplicationScoped
class PaymentTaking {
    /** Each lost race is one that somebody else has won: so many at one invoice at once are no clinic's. */
    private static final int MAX_RACES = 200;

    private final PaymentStatements statements;
    private final Invoices invoices;
    private final PaymentQueries queries;
    private final CloudEventFactory events;
    private final Audit audit;
    private final OutboxRelay relay;
    private final CurrentCaller current;
    private final Clock clock;

    PaymentTaking(
            PaymentStatements statements,
            Invoices invoices,
            PaymentQueries queries,
            CloudEventFactory events,
            Audit audit,
            OutboxRelay relay,
            CurrentCaller current,
            Clock clock) {
        this.statements = statements;
        this.invoices = invoices;
        this.queries = queries;
        this.events = events;
        this.audit = audit;
        this.relay = relay;
        this.current = current;
        this.clock = clock;
    }

    Uni<Answer<PaymentView>> take(UUID invoiceId, TakePayment request, Caller caller) {
        if (!request.amount().isPositive()) throw Problem.invalid("amount", "must be more than 0");
        IdempotencyKey key = IdempotencyKey.of(current, request);
        return Uni.createFrom()
                .deferred(() -> statements
                        .context(invoiceId, request, key, caller.subject())
                        .chain(context -> {
                            StoredAnswer earlier = context.earlier();
                            return earlier == null ? take(context, request, caller, key) : replay(earlier, caller);
                        }))
                // Another one was faster, or PostgreSQL has rolled it back for whatever may pass.
                .onFailure(SqlStates::isRolledBack)
                .retry()
                .atMost(MAX_RACES);
    }

    private Uni<Answer<PaymentView>> replay(StoredAnswer earlier, Caller caller) {
        return queries.reread(earlier.createdId(), caller).map(now -> Answer.replayed(earlier, now));
    }

    private Uni<Answer<PaymentView>> take(
            PaymentContext context, TakePayment request, Caller caller, @Nullable IdempotencyKey key) {
        InvoiceHeading invoice = context.invoice();
        if (invoice == null) throw new NotFound("invoice");
        invoice.requireOpen("paid");
        Money amount = request.amount();
        MixedCurrency.refuse("amount", invoice.currency(), amount);
        if (amount.compareTo(context.balance().due()) > 0) throw new ExceedsDue();
        if (Drawer.isNeeded(request.method(), request.shiftId()))
            Drawer.require(context.drawer(), request.method(), invoice.currency(), caller);
        Payment payment = Payment.taken(
                invoice,
                amount,
                request.method(),
                request.reference(),
                context.drawerId(),
                caller.subject(),
                clock.instant());
        PaymentView view = PaymentView.of(payment, List.of());
        Answer<PaymentView> answer = Answer.created(view.location(), view.version(), view);
        return messages(payment, invoice, context.balance().paid(amount))
                .chain(messages -> statements.take(
                        payment, invoice.version(), posting(payment, context), messages, key, StoredAnswer.of(answer)))
                .invoke(relay::committed)
                .chain(earlier -> earlier == null ? Uni.createFrom().item(answer) : replay(earlier, caller));
    }

    private static LedgerPosting posting(Payment payment, PaymentContext context) {
        return new LedgerPosting(
                PostingType.PAYMENT,
                payment.id(),
                payment.invoiceId(),
                payment.patientId(),
                payment.method(),
                payment.shiftId(),
                payment.takenAt(),
                LedgerPosting.moving(Apportionment.of(payment.amount(), context.due())));
    }

    private Uni<List<OutboxMessage>> messages(Payment payment, InvoiceHeading invoice, Balance balance) {
        List<OutboxMessage> messages = new ArrayList<>();
        messages.add(events.event(PaymentEvent.Taken.of(payment)));
        messages.add(audit.message(audit.entry("create", "payment", payment.id(), payment.patientId())));
        if (balance.due().isPositive()) return Uni.createFrom().item(messages);
        return paid(invoice, balance, payment.takenAt()).map(event -> {
            messages.add(events.event(event));
            return messages;
        });
    }

    /** Of the version that the payment gives the invoice. */
    private Uni<InvoiceEvent> paid(InvoiceHeading invoice, Balance balance, Instant now) {
        return Panache.withSession(() -> invoices.whole(invoice.id()))
                .map(whole -> new InvoiceEvent.Paid(
                        InvoiceEvent.snapshot(whole, balance, null).after(invoice.version() + 1, now)));
    }
}
