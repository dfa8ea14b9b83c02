package polyclinic.notes.webhooks.ledger;

/** How far a delivery has come. */
public enum DeliveryStatus {
    /** To be tried, now or later. */
    PENDING,
    DELIVERED,
    /** Tried for the last time, unless somebody asks for it again. */
    FAILED
}
