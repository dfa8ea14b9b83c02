package polyclinic.patient.conditions;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;
import polyclinic.patient.access.PatientAccessPolicy;
import polyclinic.patient.patients.Patients;

/** Reads a patient's problem list. Every read is audited before it is answered. */
@ApplicationScoped
class ConditionQueries {
    private final Patients patients;
    private final Conditions conditions;
    private final Audit audit;

    ConditionQueries(Patients patients, Conditions conditions, Audit audit) {
        this.patients = patients;
        this.conditions = conditions;
        this.audit = audit;
    }

    Uni<Page<ConditionView>> list(
            UUID patientId, @Nullable ClinicalStatus clinicalStatus, @Nullable String after, int limit, Caller caller) {
        UUID cursor = Cursor.id(after);
        return patients.requireReached(patientId, PatientAccessPolicy.PROBLEM_LIST.scope(caller))
                .chain(() -> Panache.withSession(() -> patients.require(patientId)
                        .chain(() -> conditions.valid(patientId, clinicalStatus, cursor, limit))
                        .map(rows -> Page.of(rows, limit, Condition::view, row -> Cursor.encode(row.id())))))
                .call(page -> audit.searched("condition", patientId));
    }

    /** One of them. What was entered in error may tell of somebody else, so it is only shown to those who record conditions. */
    Uni<ConditionView> get(UUID patientId, UUID id, Caller caller) {
        return patients.requireReached(patientId, PatientAccessPolicy.PROBLEM_LIST.scope(caller))
                .chain(() -> Panache.withSession(() -> conditions.require(patientId, id)))
                .call(condition -> condition.isEnteredInError()
                        ? patients.requireReached(patientId, PatientAccessPolicy.WITHDRAWN_ENTRIES.scope(caller))
                        : Uni.createFrom().voidItem())
                .call(condition -> audit.read("condition", id, patientId))
                .map(Condition::view);
    }

    /** The answer to a repeated request: what the caller may see now, withdrawn or not. */
    Uni<Answer<ConditionView>> reread(UUID patientId, UUID id, Caller caller) {
        return get(patientId, id, caller).map(view -> Answer.ok(view.version(), view));
    }
}
