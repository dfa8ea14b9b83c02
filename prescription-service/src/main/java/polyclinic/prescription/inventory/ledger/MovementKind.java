package polyclinic.prescription.inventory.ledger;

/** Why stock came or went. The ledger's constraints say which way each kind may go. */
public enum MovementKind {
    /** A delivery. */
    RECEIPT,
    /** Made ready for a patient. */
    DISPENSE,
    /** Brought back by a patient, or by whom it had been given to. */
    RETURN,
    /** Not picked up: the invoice of its dispense was voided. */
    REVERSAL,
    /** Counted: the difference to what the ledger said, which may be none. */
    COUNT,
    DAMAGE,
    EXPIRY,
    /** To or from another place. */
    TRANSFER
}
