package polyclinic.prescription.dispensing;

/** Where a dispense is (FHIR: MedicationDispense.status). */
public enum DispenseStatus {
    /** Made ready; the stock has left the shelf. */
    PREPARED,
    /** The patient has it. */
    HANDED_OVER,
    /** All of it came back. */
    RETURNED,
    /** Its invoice was voided before it was picked up; the stock is back. */
    REVERSED
}
