package polyclinic.patient.conditions;

/** How a condition stands (FHIR Condition.clinicalStatus). */
enum ClinicalStatus {
    ACTIVE,
    RECURRENCE,
    REMISSION,
    RESOLVED;

    /** Whether the patient has it now; then it has no end (FHIR constraint con-4). */
    boolean isPresent() {
        return this == ACTIVE || this == RECURRENCE;
    }
}
