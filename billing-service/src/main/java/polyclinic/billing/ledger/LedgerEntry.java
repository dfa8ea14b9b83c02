package polyclinic.billing.ledger;

import polyclinic.commons.values.Money;

/** One side of a posting. @param amount a debit is positive, a credit negative */
public record LedgerEntry(Account account, Money amount, Category category) {
    public LedgerEntry reversed() {
        return new LedgerEntry(account, amount.negated(), category);
    }
}
