package polyclinic.patient.allergies;

/** FHIR's allergy criticality: the potential harm of a future reaction. */
enum Criticality {
    LOW,
    HIGH,
    UNABLE_TO_ASSESS
}
