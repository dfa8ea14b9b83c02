package polyclinic.notes.webhooks.ledger;

/** Why nothing is sent to a webhook any more. */
public enum DisabledReason {
    /** Days have passed without one success. */
    FAILING,
    /** The receiver has answered 410: it wants no more. */
    GONE,
    /** The service's key has been changed since, so its secret cannot be read. */
    SECRET_LOST
}
