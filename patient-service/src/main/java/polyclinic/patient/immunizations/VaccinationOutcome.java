package polyclinic.patient.immunizations;

/** Whether the vaccine was given (FHIR Immunization.status). */
enum VaccinationOutcome {
    COMPLETED,
    NOT_DONE
}
