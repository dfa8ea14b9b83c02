package polyclinic.prescription.inventory.adjustments;

import polyclinic.prescription.inventory.ledger.MovementKind;

/** Why stock is corrected by a difference. */
enum AdjustmentReason {
    COUNT(MovementKind.COUNT),
    DAMAGE(MovementKind.DAMAGE),
    EXPIRY(MovementKind.EXPIRY),
    RETURN(MovementKind.RETURN),
    TRANSFER(MovementKind.TRANSFER);

    private final MovementKind kind;

    AdjustmentReason(MovementKind kind) {
        this.kind = kind;
    }

    MovementKind kind() {
        return kind;
    }
}
