package polyclinic.billing.ledger;

/** What a posting tells of. History is money of elsewhere: it is in statements and in no report. */
public enum PostingType {
    INVOICE,
    VOID,
    CREDIT_NOTE,
    PAYMENT,
    REFUND,
    HISTORY_INVOICE,
    HISTORY_PAYMENT
}
