package polyclinic.prescription.prescriptions;

/** The states of a prescription. */
public enum PrescriptionStatus {
    DRAFT,
    /** The document is being created and stored; nothing may change meanwhile. */
    ISSUING,
    ISSUED,
    PARTIALLY_DISPENSED,
    DISPENSED,
    CANCELLED,
    EXPIRED;

    /** Whether a pharmacy may dispense it, as far as there is anything left of it. */
    public boolean isDispensable() {
        return this == ISSUED || this == PARTIALLY_DISPENSED || this == DISPENSED;
    }
}
