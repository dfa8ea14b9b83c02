package polyclinic.patient.similarity;

import java.util.UUID;
import polyclinic.commons.audit.PatientData;
import polyclinic.patient.medicalrecords.MedicalRecordView;

/**
 * A medical record and how near it is.
 *
 * @param score the cosine: 1 for the same meaning, 0 for one that has nothing to do with it
 */
record SimilarRecordView(MedicalRecordView record, double score) implements PatientData {
    @Override
    public UUID patientId() {
        return record.patientId();
    }
}
