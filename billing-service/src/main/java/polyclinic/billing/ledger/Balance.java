package polyclinic.billing.ledger;

import java.util.Currency;
import polyclinic.commons.values.Money;

/**
 * How an invoice stands.
 *
 * @param paid payments less refunds
 * @param credited by credit notes
 * @param due negative where more was paid than is owed after a credit note
 */
public record Balance(Money paid, Money credited, Money due) {
    public static Balance none(Currency currency) {
        Money zero = Money.zero(currency);
        return new Balance(zero, zero, zero);
    }

    /** After a further payment. */
    public Balance paid(Money amount) {
        return new Balance(paid.plus(amount), credited, due.minus(amount));
    }

    public Balance plus(Balance other) {
        return new Balance(paid.plus(other.paid), credited.plus(other.credited), due.plus(other.due));
    }
}
