package polyclinic.billing.invoices;

/** How an invoice stands. What is issued is told apart by what the ledger says is paid and due. */
public enum InvoiceStatus {
    DRAFT,
    ISSUED,
    PARTIALLY_PAID,
    /** Nothing is due: it was paid, or credited. */
    PAID,
    VOID
}
