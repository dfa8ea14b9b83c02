package polyclinic.prescription.orders;

/** Where a prescription is in its life. The last three before {@code CANCELLED} belong to dispensing. */
public enum PrescriptionStatus {
    DRAFT,
    /** The document is being made and stored; nobody may change it meanwhile. */
    ISSUING,
    ISSUED,
    PARTIALLY_DISPENSED,
    DISPENSED,
    CANCELLED,
    EXPIRED
}
