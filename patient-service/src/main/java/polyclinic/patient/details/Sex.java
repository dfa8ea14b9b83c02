package polyclinic.patient.details;

/** FHIR's administrative gender. */
public enum Sex {
    MALE,
    FEMALE,
    OTHER,
    UNKNOWN
}
