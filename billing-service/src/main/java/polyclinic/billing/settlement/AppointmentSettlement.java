package polyclinic.billing.settlement;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.UUID;
import polyclinic.billing.charges.CancelledAppointments;
import polyclinic.billing.charges.Charges;
import polyclinic.billing.invoices.Invoice;
import polyclinic.billing.invoices.Invoices;
import polyclinic.billing.issuing.InvoiceVoiding;
import polyclinic.billing.ledger.PaymentMethod;
import polyclinic.billing.payments.Payments;
import polyclinic.billing.refunds.PaymentRefunding;
import polyclinic.commons.messaging.CloudEvent;

/**
 * An appointment was cancelled: its drafts and unpaid invoices are voided, what was paid is given back the way it came and the
 * invoice voided. What cannot be done by a program is told as an event with the reason, once.
 */
@ApplicationScoped
public class AppointmentSettlement {
    private static final String REASON = "The appointment was cancelled.";

    private final Invoices invoices;
    private final Payments payments;
    private final PaymentRefunding refunding;
    private final InvoiceVoiding voiding;
    private final Charges charges;
    private final CancelledAppointments cancelled;
    private final SettlementFailures failures;

    AppointmentSettlement(
            Invoices invoices,
            Payments payments,
            PaymentRefunding refunding,
            InvoiceVoiding voiding,
            Charges charges,
            CancelledAppointments cancelled,
            SettlementFailures failures) {
        this.invoices = invoices;
        this.payments = payments;
        this.refunding = refunding;
        this.voiding = voiding;
        this.charges = charges;
        this.cancelled = cancelled;
        this.failures = failures;
    }

    private record Cancelled(UUID appointmentId) {
        Cancelled {
            Objects.requireNonNull(appointmentId, "appointmentId");
        }
    }

    /** The appointment that an {@code appointment.cancelled} event is about. */
    public static UUID appointment(CloudEvent event) {
        return event.as(Cancelled.class).appointmentId();
    }

    /** In the open transaction. */
    public Uni<Void> settle(UUID appointmentId) {
        return cancelled
                .add(appointmentId)
                .chain(() -> invoices.ofAppointment(appointmentId))
                .chain(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(id -> settle(appointmentId, id))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    /** One invoice of it, in the open transaction. */
    public Uni<Void> settle(UUID appointmentId, UUID invoiceId) {
        return invoices.locked(invoiceId)
                .chain(invoice -> invoice.isVoid()
                        ? Uni.createFrom().voidItem()
                        : charges.isHandedOver(invoiceId)
                                .chain(handedOver -> handedOver
                                        ? tell(appointmentId, invoice, SettlementFailures.DISPENSED)
                                        : giveBack(appointmentId, invoice)));
    }

    /** Cash waits for somebody with a drawer; whatever else was paid goes back meanwhile. */
    private Uni<Void> giveBack(UUID appointmentId, Invoice invoice) {
        return payments.of(invoice.id())
                .chain(taken -> Multi.createFrom()
                        .iterable(taken)
                        .filter(payment -> payment.method() != PaymentMethod.CASH)
                        .onItem()
                        .transformToUniAndConcatenate(payment -> refunding.refundAll(invoice, payment, REASON))
                        .collect()
                        .last()
                        .chain(() -> payments.isLeftOf(taken, PaymentMethod.CASH)))
                .chain(left ->
                        left ? tell(appointmentId, invoice, SettlementFailures.CASH) : voiding.voidIt(invoice, REASON));
    }

    private Uni<Void> tell(UUID appointmentId, Invoice invoice, String reason) {
        return failures.tell(appointmentId, invoice.id(), invoice.patientId(), reason);
    }
}
