package polyclinic.appointment.consultations;

/** Those of HL7 FHIR R4's encounter statuses that occur here. */
enum EncounterStatus {
    IN_PROGRESS,
    FINISHED,
    CANCELLED
}
