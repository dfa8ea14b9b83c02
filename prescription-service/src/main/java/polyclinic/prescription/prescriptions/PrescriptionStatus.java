package polyclinic.prescription.prescriptions;

/** The states of a prescription. */
enum PrescriptionStatus {
    DRAFT,
    /** The document is being created and stored; nothing may change meanwhile. */
    ISSUING,
    ISSUED,
    PARTIALLY_DISPENSED,
    DISPENSED,
    CANCELLED,
    EXPIRED
}
