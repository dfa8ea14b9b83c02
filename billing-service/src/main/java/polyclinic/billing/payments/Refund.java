package polyclinic.billing.payments;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.values.Ids;
import polyclinic.commons.values.Money;

/** Money of a payment that was given back. It never changes. */
@Entity
public class Refund {
    @Id
    private UUID id;

    @Column(name = "payment_id")
    private UUID paymentId;

    private BigDecimal amount;
    private String reason;

    @Column(name = "shift_id")
    private @Nullable UUID shiftId;

    private String cashier;

    @Column(name = "refunded_at")
    private Instant refundedAt;

    @SuppressWarnings("NullAway.Init")
    protected Refund() {}

    /** @param cashier who gave it back */
    public static Refund of(
            Payment payment, Money amount, String reason, @Nullable UUID shiftId, String cashier, Instant now) {
        Refund refund = new Refund();
        refund.id = Ids.next();
        refund.paymentId = payment.id();
        refund.amount = amount.amount();
        refund.reason = reason;
        refund.shiftId = shiftId;
        refund.cashier = cashier;
        refund.refundedAt = now;
        return refund;
    }

    public UUID id() {
        return id;
    }

    UUID paymentId() {
        return paymentId;
    }

    BigDecimal amount() {
        return amount;
    }

    String reason() {
        return reason;
    }

    @Nullable
    UUID shiftId() {
        return shiftId;
    }

    public Instant refundedAt() {
        return refundedAt;
    }
}
