package polyclinic.billing.settlement;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import polyclinic.billing.charges.CancelledVisits;
import polyclinic.billing.charges.Charges;
import polyclinic.billing.charges.Visit;
import polyclinic.billing.invoices.Invoice;
import polyclinic.billing.invoices.Invoices;
import polyclinic.billing.issuing.InvoiceVoiding;
import polyclinic.billing.ledger.PaymentMethod;
import polyclinic.billing.payments.Payments;
import polyclinic.billing.refunds.PaymentRefunding;

/**
 * A visit was cancelled: its drafts and unpaid invoices are voided, what was paid is given back the way it came and the invoice
 * voided. To an appointment the patient did not come: what a clinic asks for that is the clinic's to say, so that only the drafts
 * end of which nothing was done. What cannot be done by a program is told as an event with the reason, once.
 */
@ApplicationScoped
public class VisitSettlement {
    private static final String NOT_COME = "The patient did not come.";

    private final Invoices invoices;
    private final Payments payments;
    private final PaymentRefunding refunding;
    private final InvoiceVoiding voiding;
    private final Charges charges;
    private final CancelledVisits cancelled;
    private final SettlementFailures failures;

    VisitSettlement(
            Invoices invoices,
            Payments payments,
            PaymentRefunding refunding,
            InvoiceVoiding voiding,
            Charges charges,
            CancelledVisits cancelled,
            SettlementFailures failures) {
        this.invoices = invoices;
        this.payments = payments;
        this.refunding = refunding;
        this.voiding = voiding;
        this.charges = charges;
        this.cancelled = cancelled;
        this.failures = failures;
    }

    /** In the open transaction. */
    public Uni<Void> cancel(Visit visit, UUID patientId) {
        return cancelled.add(visit).chain(() -> each(visit, patientId, id -> cancelInvoice(visit, id)));
    }

    /** One invoice of it, in the open transaction. */
    public Uni<Void> cancelInvoice(Visit visit, UUID invoiceId) {
        return invoices.locked(invoiceId)
                .chain(invoice -> invoice.isVoid()
                        ? Uni.createFrom().voidItem()
                        : charges.isHandedOver(invoiceId)
                                .chain(handedOver -> handedOver
                                        ? tell(visit, invoice, SettlementFailures.DISPENSED)
                                        : giveBack(visit, invoice)));
    }

    /** In the open transaction. */
    public Uni<Void> miss(UUID appointmentId, UUID patientId) {
        Visit visit = Visit.ofAppointment(appointmentId);
        return each(visit, patientId, id -> invoices.locked(id).chain(invoice -> miss(visit, invoice)));
    }

    private Uni<Void> miss(Visit visit, Invoice invoice) {
        if (invoice.isVoid()) return Uni.createFrom().voidItem();
        return invoice.isDraft() && invoice.sources().isEmpty()
                ? voiding.voidIt(invoice, NOT_COME)
                : tell(visit, invoice, SettlementFailures.MISSED);
    }

    private Uni<Void> each(Visit visit, UUID patientId, Function<UUID, Uni<Void>> settle) {
        Uni<List<UUID>> of = visit.kind() == Visit.Kind.APPOINTMENT
                ? invoices.ofAppointment(visit.id())
                : invoices.ofWalkIn(visit.id(), patientId);
        return of.chain(ids -> Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(settle::apply)
                .collect()
                .last()
                .replaceWithVoid());
    }

    /** Cash waits for somebody with a drawer; whatever else was paid goes back meanwhile. */
    private Uni<Void> giveBack(Visit visit, Invoice invoice) {
        return payments.of(invoice.id())
                .chain(taken -> Multi.createFrom()
                        .iterable(taken)
                        .filter(payment -> payment.method() != PaymentMethod.CASH)
                        .onItem()
                        .transformToUniAndConcatenate(
                                payment -> refunding.refundAll(invoice, payment, visit.cancelled()))
                        .collect()
                        .last()
                        .chain(() -> payments.isLeftOf(taken, PaymentMethod.CASH)))
                .chain(left -> left
                        ? tell(visit, invoice, SettlementFailures.CASH)
                        : voiding.voidIt(invoice, visit.cancelled()));
    }

    private Uni<Void> tell(Visit visit, Invoice invoice, String reason) {
        return failures.tell(visit.appointmentId(), invoice.id(), invoice.patientId(), reason);
    }
}
