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
}
