package polyclinic.patient.medicalrecords;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.values.Ids;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.MergePatch;
import polyclinic.patient.access.PatientAccessPolicy;
import polyclinic.patient.patients.Patients;

/** Writes, corrects and withdraws medical records. */
@ApplicationScoped
class MedicalRecordWriting {
    private final Patients patients;
    private final MedicalRecords records;
    private final MedicalRecordQueries queries;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;
    private final Validator validator;

    MedicalRecordWriting(
            Patients patients,
            MedicalRecords records,
            MedicalRecordQueries queries,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock,
            Validator validator) {
        this.patients = patients;
        this.records = records;
        this.queries = queries;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
        this.validator = validator;
    }

    Uni<Answer<MedicalRecordView>> write(UUID patientId, WriteMedicalRecord request, Caller caller) {
        return requireReached(patientId, caller)
                .chain(() -> idempotency.once(
                        List.of(patientId, request),
                        () -> create(patientId, request, caller)
                                .map(medicalRecord -> Answer.created(
                                        "/api/v1/patients/" + patientId + "/medical-records/" + medicalRecord.id(),
                                        medicalRecord.version(),
                                        medicalRecord.view())),
                        earlier -> queries.reread(patientId, earlier.createdId(), caller)));
    }

    private Uni<MedicalRecord> create(UUID patientId, WriteMedicalRecord request, Caller caller) {
        return patients.require(patientId)
                .map(patient -> new MedicalRecord(Ids.next(), patientId, request, caller.subject(), clock.instant()))
                .call(records::persistAndFlush)
                .call(records::index)
                .call(medicalRecord -> outbox.append(
                        audit.entry("create", "medical_record", medicalRecord.id(), patientId),
                        medicalRecord.recorded()));
    }

    Uni<Answer<MedicalRecordView>> correct(
            UUID patientId, UUID id, @Nullable String ifMatch, JsonNode patch, Caller caller) {
        return requireReached(patientId, caller)
                .chain(() -> Panache.withTransaction(() -> records.require(patientId, id)
                        .invoke(medicalRecord -> EntityTags.check(ifMatch, medicalRecord.version()))
                        .call(medicalRecord -> correct(medicalRecord, patientId, patch))
                        .map(medicalRecord -> Answer.ok(medicalRecord.version(), medicalRecord.view()))));
    }

    /** A patch that changes nothing creates no event; it is answered with the record, so it is a read. */
    private Uni<Void> correct(MedicalRecord medicalRecord, UUID patientId, JsonNode patch) {
        WriteMedicalRecord wanted =
                MergePatch.apply(medicalRecord.content(), patch, WriteMedicalRecord.class, validator);
        if (!medicalRecord.change(wanted, patch.has("embedding"), clock.instant()))
            return outbox.append(audit.entry("read", "medical_record", medicalRecord.id(), patientId));
        return records.flush()
                .chain(() -> records.index(medicalRecord))
                .chain(() -> outbox.append(
                        audit.entry("update", "medical_record", medicalRecord.id(), patientId)
                                .withChangedFields(changedFields(patch)),
                        medicalRecord.updated()));
    }

    /**
     * Marks a record as entered in error: it is kept, but no longer listed. Said again, which clients do when an answer was lost,
     * it has no effect (RFC 9110 §9.2.2).
     */
    Uni<Void> withdraw(UUID patientId, UUID id, Caller caller) {
        return requireReached(patientId, caller)
                .chain(() -> Panache.withTransaction(() -> records.require(patientId, id)
                        .chain(medicalRecord -> medicalRecord.enteredInError()
                                ? removed(patientId, medicalRecord)
                                : Uni.createFrom().voidItem())));
    }

    private Uni<Void> removed(UUID patientId, MedicalRecord medicalRecord) {
        return records.flush()
                .chain(() -> outbox.append(
                        audit.entry("delete", "medical_record", medicalRecord.id(), patientId),
                        medicalRecord.removed()));
    }

    private Uni<Void> requireReached(UUID patientId, Caller caller) {
        return patients.requireReached(patientId, PatientAccessPolicy.MEDICAL_RECORDS.scope(caller));
    }

    private static List<String> changedFields(JsonNode patch) {
        return patch.properties().stream().map(Map.Entry::getKey).sorted().toList();
    }
}
