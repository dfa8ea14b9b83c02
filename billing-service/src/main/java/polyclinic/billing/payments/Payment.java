package polyclinic.billing.payments;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.invoices.InvoiceHeading;
import polyclinic.billing.ledger.PaymentMethod;
import polyclinic.commons.values.Ids;
import polyclinic.commons.values.Money;

/** Money that was taken for an invoice. It never changes; what is given back of it are its refunds. */
@Entity
public class Payment {
    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "invoice_id")
    private UUID invoiceId;

    @Column(name = "patient_id")
    private UUID patientId;

    private String currency;
    private BigDecimal amount;

    @Enumerated(EnumType.STRING)
    private PaymentMethod method;

    private @Nullable String reference;

    @Column(name = "shift_id")
    private @Nullable UUID shiftId;

    private String cashier;

    @Column(name = "taken_at")
    private Instant takenAt;

    @SuppressWarnings("NullAway.Init")
    protected Payment() {}

    public static Payment taken(
            InvoiceHeading invoice,
            Money amount,
            PaymentMethod method,
            @Nullable String reference,
            @Nullable UUID shiftId,
            String cashier,
            Instant now) {
        Payment payment = new Payment();
        payment.id = Ids.next();
        payment.invoiceId = invoice.id();
        payment.patientId = invoice.patientId();
        payment.currency = amount.currency().getCurrencyCode();
        payment.amount = amount.amount();
        payment.method = method;
        payment.reference = reference;
        payment.shiftId = shiftId;
        payment.cashier = cashier;
        payment.takenAt = now;
        return payment;
    }

    public UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    public UUID invoiceId() {
        return invoiceId;
    }

    public UUID patientId() {
        return patientId;
    }

    public Money amount() {
        return new Money(amount, Money.currency(currency));
    }

    public PaymentMethod method() {
        return method;
    }

    public @Nullable String reference() {
        return reference;
    }

    public @Nullable UUID shiftId() {
        return shiftId;
    }

    public String cashier() {
        return cashier;
    }

    public Instant takenAt() {
        return takenAt;
    }
}
