package polyclinic.billing.ledger;

/** The accounts of the ledger. */
public enum Account {
    /** What patients owe; a debit (positive) makes it more. */
    RECEIVABLE,
    /** What was sold, without tax; credits (negative) make it more. */
    REVENUE,
    /** Tax that was charged; credits (negative) make it more. */
    TAX,
    /** Money taken less money given back, by the method of its posting; a debit makes it more. */
    FUNDS
}
