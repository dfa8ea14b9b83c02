package polyclinic.appointment.encounters;

/** HL7 FHIR R4's words, as far as they happen here. */
public enum EncounterStatus {
    IN_PROGRESS,
    FINISHED,
    CANCELLED
}
