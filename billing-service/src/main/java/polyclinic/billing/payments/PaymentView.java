package polyclinic.billing.payments;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.ledger.PaymentMethod;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.values.Money;

/**
 * A payment as clients see it.
 *
 * @param cashier the {@code sub} of the account that took it
 * @param refunded the sum of its refunds
 */
public record PaymentView(
        UUID id,
        long version,
        UUID invoiceId,
        UUID patientId,
        Money amount,
        PaymentMethod method,
        @Nullable String reference,
        @Nullable UUID shiftId,
        String cashier,
        Instant takenAt,
        Money refunded,
        List<Repayment> refunds)
        implements PatientData {
    /** The path of payments, for the resources of all features. */
    public static final String PATH = "/api/v1/payments";

    /** Money given back. */
    @Schema(name = "Refund")
    public record Repayment(
            UUID id, Money amount, String reason, @Nullable UUID shiftId, Instant refundedAt) {}

    /** Its version is the number of its refunds: nothing else of it changes. */
    public static PaymentView of(Payment payment, List<Refund> refunds) {
        Currency currency = payment.amount().currency();
        List<Repayment> repayments = refunds.stream()
                .map(refund -> new Repayment(
                        refund.id(),
                        new Money(refund.amount(), currency),
                        refund.reason(),
                        refund.shiftId(),
                        refund.refundedAt()))
                .toList();
        return new PaymentView(
                payment.id(),
                payment.version() + refunds.size(),
                payment.invoiceId(),
                payment.patientId(),
                payment.amount(),
                payment.method(),
                payment.reference(),
                payment.shiftId(),
                payment.cashier(),
                payment.takenAt(),
                repayments.stream().map(Repayment::amount).reduce(Money.zero(currency), Money::plus),
                repayments);
    }

    public String location() {
        return PATH + "/" + id;
    }

    /** What can still be given back. */
    public Money refundable() {
        return amount.minus(refunded);
    }
}
