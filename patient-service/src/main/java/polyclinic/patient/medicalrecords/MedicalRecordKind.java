package polyclinic.patient.medicalrecords;

/** What a medical record is. */
enum MedicalRecordKind {
    NOTE,
    RESULT,
    PROCEDURE,
    IMMUNIZATION,
    DOCUMENT
}
