package polyclinic.patient.medicalrecords;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Page;
import polyclinic.patient.access.PatientAccessPolicy;
import polyclinic.patient.content.NewestFirst;
import polyclinic.patient.fulltext.TextSnippet;
import polyclinic.patient.medicalrecords.MedicalRecords.Found;
import polyclinic.patient.patients.Patients;

/** Reads a patient's medical records. Every read is audited before it is answered. */
@ApplicationScoped
class MedicalRecordQueries {
    private final Patients patients;
    private final MedicalRecords records;
    private final Audit audit;

    MedicalRecordQueries(Patients patients, MedicalRecords records, Audit audit) {
        this.patients = patients;
        this.records = records;
        this.audit = audit;
    }

    Uni<Page<MedicalRecordView>> list(UUID patientId, MedicalRecordQuestion question, Caller caller) {
        return patients.requireReached(patientId, PatientAccessPolicy.MEDICAL_RECORDS.scope(caller))
                .chain(() -> Panache.withSession(() -> patients.require(patientId)))
                .chain(() -> records.valid(patientId, question))
                .map(rows ->
                        Page.of(rows, question.limit(), found -> shown(found, question), MedicalRecordQueries::cursor))
                .call(page -> audit.searched("medical_record", patientId));
    }

    /** Null for what the index proposed and the text does not hold. */
    private static @Nullable MedicalRecordView shown(Found found, MedicalRecordQuestion question) {
        if (question.words() == null) return found.view();
        TextSnippet snippet = TextSnippet.of(found.view().texts(), question.words());
        return snippet == null ? null : found.view().with(snippet);
    }

    private static String cursor(Found found) {
        UUID id = found.view().id();
        return found.rank() == null
                ? new NewestFirst(found.view().date(), id).cursor()
                : new MedicalRecordQuestion.Match(found.rank(), id).cursor();
    }

    /** One of them. What was entered in error may tell of somebody else, so it is only shown to those who write records. */
    Uni<MedicalRecordView> get(UUID patientId, UUID id, Caller caller) {
        return patients.requireReached(patientId, PatientAccessPolicy.MEDICAL_RECORDS.scope(caller))
                .chain(() -> Panache.withSession(() -> records.require(patientId, id)))
                .call(medicalRecord -> medicalRecord.isEnteredInError()
                        ? patients.requireReached(patientId, PatientAccessPolicy.WITHDRAWN_ENTRIES.scope(caller))
                        : Uni.createFrom().voidItem())
                .call(medicalRecord -> audit.read("medical_record", id, patientId))
                .map(MedicalRecord::view);
    }

    /** The answer to a repeated request: what the caller may see now, withdrawn or not. */
    Uni<Answer<MedicalRecordView>> reread(UUID patientId, UUID id, Caller caller) {
        return get(patientId, id, caller).map(view -> Answer.ok(view.version(), view));
    }
}
