package polyclinic.prescription.formulary;

/** Whether a medicine may be prescribed (FHIR: {@code Medication.status}). */
enum MedicationStatus {
    ACTIVE,
    /** It stays readable, since prescriptions and stock refer to it, but is not prescribed any more. */
    INACTIVE
}
