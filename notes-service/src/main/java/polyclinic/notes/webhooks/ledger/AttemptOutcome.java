package polyclinic.notes.webhooks.ledger;

/** What came of one attempt. */
public enum AttemptOutcome {
    /** Any status of 2xx. */
    DELIVERED,
    /** Another status. */
    REFUSED,
    /** 3xx: where it points to, nobody has registered. */
    REDIRECTED,
    /** 410. */
    GONE,
    TIMED_OUT,
    UNREACHABLE,
    /** No certificate by which the receiver is known, or no common version. */
    TLS_FAILED,
    UNKNOWN_HOST,
    /** The name leads to an address that no webhook may reach. */
    FORBIDDEN_ADDRESS,
    /** It could not be signed. */
    SECRET_LOST
}
