package polyclinic.patient.registration;

/** FHIR's administrative gender. */
public enum Sex {
    MALE,
    FEMALE,
    OTHER,
    UNKNOWN
}
