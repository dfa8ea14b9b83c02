package polyclinic.patient.conditions;

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

/** Records, corrects and withdraws conditions. */
@ApplicationScoped
class ConditionRecording {
    private final Patients patients;
    private final Conditions conditions;
    private final ConditionQueries queries;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;
    private final Validator validator;

    ConditionRecording(
            Patients patients,
            Conditions conditions,
            ConditionQueries queries,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock,
            Validator validator) {
        this.patients = patients;
        this.conditions = conditions;
        this.queries = queries;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
        this.validator = validator;
    }

    Uni<Answer<ConditionView>> record(UUID patientId, RecordCondition request, Caller caller) {
        return requireReached(patientId, caller)
                .chain(() -> idempotency.once(
                        List.of(patientId, request),
                        () -> create(patientId, request, caller)
                                .map(condition -> Answer.created(
                                        "/api/v1/patients/" + patientId + "/conditions/" + condition.id(),
                                        condition.version(),
                                        condition.view())),
                        earlier -> queries.reread(patientId, earlier.createdId(), caller)));
    }

    private Uni<Condition> create(UUID patientId, RecordCondition request, Caller caller) {
        return patients.require(patientId)
                .map(patient -> new Condition(Ids.next(), patientId, request, caller.subject(), clock.instant()))
                .call(conditions::persistAndFlush)
                .call(condition -> outbox.append(
                        audit.entry("create", "condition", condition.id(), patientId), condition.recorded()));
    }

    Uni<Answer<ConditionView>> correct(
            UUID patientId, UUID id, @Nullable String ifMatch, JsonNode patch, Caller caller) {
        return requireReached(patientId, caller)
                .chain(() -> Panache.withTransaction(() -> conditions
                        .require(patientId, id)
                        .invoke(condition -> EntityTags.check(ifMatch, condition.version()))
                        .call(condition -> correct(condition, patientId, patch))
                        .map(condition -> Answer.ok(condition.version(), condition.view()))));
    }

    /** A patch that changes nothing creates no event; it is answered with the record, so it is a read. */
    private Uni<Void> correct(Condition condition, UUID patientId, JsonNode patch) {
        RecordCondition wanted = MergePatch.apply(condition.details(), patch, RecordCondition.class, validator);
        if (!condition.change(wanted, clock.instant()))
            return outbox.append(audit.entry("read", "condition", condition.id(), patientId));
        return conditions
                .flush()
                .chain(() -> outbox.append(
                        audit.entry("update", "condition", condition.id(), patientId)
                                .withChangedFields(changedFields(patch)),
                        condition.updated()));
    }

    /**
     * Marks a condition as entered in error: it is kept, but no longer listed. Said again, which clients do when an answer was lost,
     * it has no effect (RFC 9110 §9.2.2).
     */
    Uni<Void> withdraw(UUID patientId, UUID id, Caller caller) {
        return requireReached(patientId, caller)
                .chain(() -> Panache.withTransaction(() -> conditions
                        .require(patientId, id)
                        .chain(condition -> condition.enteredInError()
                                ? removed(patientId, condition)
                                : Uni.createFrom().voidItem())));
    }

    private Uni<Void> removed(UUID patientId, Condition condition) {
        return conditions
                .flush()
                .chain(() -> outbox.append(
                        audit.entry("delete", "condition", condition.id(), patientId), condition.removed()));
    }

    private Uni<Void> requireReached(UUID patientId, Caller caller) {
        return patients.requireReached(patientId, PatientAccessPolicy.PROBLEM_LIST.scope(caller));
    }

    private static List<String> changedFields(JsonNode patch) {
        return patch.properties().stream().map(Map.Entry::getKey).sorted().toList();
    }
}
