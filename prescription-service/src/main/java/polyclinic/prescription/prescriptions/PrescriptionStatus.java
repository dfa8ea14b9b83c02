package polyclinic.prescription.prescriptions;

/** Where a prescription is in its life. Dispensing and expiry are foreseen, and no operation leads there yet. */
enum PrescriptionStatus {
    DRAFT,
    /** The document is being made and stored; meanwhile nothing may change. */
    ISSUING,
    ISSUED,
    PARTIALLY_DISPENSED,
    DISPENSED,
    CANCELLED,
    EXPIRED
}
