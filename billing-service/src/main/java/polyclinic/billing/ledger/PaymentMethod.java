package polyclinic.billing.ledger;

/** How money moves. */
public enum PaymentMethod {
    CASH,
    CARD,
    TRANSFER,
    INSURANCE,
    OTHER
}
