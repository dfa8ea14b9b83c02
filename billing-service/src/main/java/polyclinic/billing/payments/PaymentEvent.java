package polyclinic.billing.payments;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.ledger.PaymentMethod;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.messaging.EventType;
import polyclinic.commons.values.Money;

/** Events about payments that billing-service publishes on {@code billing.events}. */
public sealed interface PaymentEvent extends Event {
    UUID paymentId();

    @Override
    default UUID aggregateId() {
        return paymentId();
    }

    /** @param method a {@link PaymentMethod} in lower case */
    @EventType("payment.taken.v1")
    record Taken(
            UUID paymentId,
            UUID invoiceId,
            UUID patientId,
            Money amount,
            PaymentMethod method,
            @Nullable UUID shiftId,
            Instant occurredAt)
            implements PaymentEvent {
        public static Taken of(Payment payment) {
            return new Taken(
                    payment.id(),
                    payment.invoiceId(),
                    payment.patientId(),
                    payment.amount(),
                    payment.method(),
                    payment.shiftId(),
                    payment.takenAt());
        }
    }

    @EventType("payment.refunded.v1")
    record Refunded(
            UUID paymentId,
            UUID refundId,
            UUID invoiceId,
            UUID patientId,
            Money amount,
            PaymentMethod method,
            @Nullable UUID shiftId,
            Instant occurredAt)
            implements PaymentEvent {
        public static Refunded of(Payment payment, Refund refund) {
            return new Refunded(
                    payment.id(),
                    refund.id(),
                    payment.invoiceId(),
                    payment.patientId(),
                    new Money(refund.amount(), payment.amount().currency()),
                    payment.method(),
                    refund.shiftId(),
                    refund.refundedAt());
        }
    }
}
