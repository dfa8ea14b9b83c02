package polyclinic.billing.shifts;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.billing.money.MixedCurrency;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;
import polyclinic.commons.values.Money;

/** A cashier's drawer from its opening to its count. What should be in it is the ledger's to say. */
@Entity
public class Shift {
    @Id
    private UUID id;

    @Version
    private long version;

    private String cashier;
    private String currency;

    @Column(name = "opening_float")
    private BigDecimal openingFloat;

    private @Nullable BigDecimal counted;

    @Column(name = "opened_at")
    private Instant openedAt;

    @Column(name = "closed_at")
    private @Nullable Instant closedAt;

    @SuppressWarnings("NullAway.Init")
    protected Shift() {}

    static Shift opened(String cashier, Money openingFloat, Instant now) {
        Shift shift = new Shift();
        shift.id = Ids.next();
        shift.cashier = cashier;
        shift.currency = openingFloat.currency().getCurrencyCode();
        shift.openingFloat = openingFloat.amount();
        shift.openedAt = now;
        return shift;
    }

    void close(Money count, Instant now) {
        if (closedAt != null)
            throw new Problem(409, "invalid-transition", "A shift that is closed cannot be closed again.");
        MixedCurrency.refuse("counted", currency(), count);
        counted = count.amount();
        closedAt = now;
    }

    boolean isOpen() {
        return closedAt == null;
    }

    public UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    String cashier() {
        return cashier;
    }

    Currency currency() {
        return Money.currency(currency);
    }

    Money openingFloat() {
        return new Money(openingFloat, currency());
    }

    @Nullable
    Money counted() {
        return counted == null ? null : new Money(counted, currency());
    }

    Instant openedAt() {
        return openedAt;
    }

    @Nullable
    Instant closedAt() {
        return closedAt;
    }
}
