package polyclinic.patient.immunizations;

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

/** Records, corrects and withdraws immunizations. */
@ApplicationScoped
class ImmunizationRecording {
    private final Patients patients;
    private final Immunizations immunizations;
    private final ImmunizationQueries queries;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;
    private final Validator validator;

    ImmunizationRecording(
            Patients patients,
            Immunizations immunizations,
            ImmunizationQueries queries,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock,
            Validator validator) {
        this.patients = patients;
        this.immunizations = immunizations;
        this.queries = queries;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
        this.validator = validator;
    }

    Uni<Answer<ImmunizationView>> record(UUID patientId, RecordImmunization request, Caller caller) {
        return requireReached(patientId, caller)
                .chain(() -> idempotency.once(
                        List.of(patientId, request),
                        () -> create(patientId, request, caller)
                                .map(immunization -> Answer.created(
                                        "/api/v1/patients/" + patientId + "/immunizations/" + immunization.id(),
                                        immunization.version(),
                                        immunization.view())),
                        earlier -> queries.reread(patientId, earlier.createdId(), caller)));
    }

    private Uni<Immunization> create(UUID patientId, RecordImmunization request, Caller caller) {
        return patients.require(patientId)
                .map(patient -> new Immunization(Ids.next(), patientId, request, caller.subject(), clock.instant()))
                .call(immunizations::persistAndFlush)
                .call(immunization -> outbox.append(
                        audit.entry("create", "immunization", immunization.id(), patientId), immunization.recorded()));
    }

    Uni<Answer<ImmunizationView>> correct(
            UUID patientId, UUID id, @Nullable String ifMatch, JsonNode patch, Caller caller) {
        return requireReached(patientId, caller)
                .chain(() -> Panache.withTransaction(() -> immunizations
                        .require(patientId, id)
                        .invoke(immunization -> EntityTags.check(ifMatch, immunization.version()))
                        .call(immunization -> correct(immunization, patientId, patch))
                        .map(immunization -> Answer.ok(immunization.version(), immunization.view()))));
    }

    /** A patch that changes nothing creates no event; it is answered with the record, so it is a read. */
    private Uni<Void> correct(Immunization immunization, UUID patientId, JsonNode patch) {
        RecordImmunization wanted =
                MergePatch.apply(immunization.details(), patch, RecordImmunization.class, validator);
        if (!immunization.change(wanted, clock.instant()))
            return outbox.append(audit.entry("read", "immunization", immunization.id(), patientId));
        return immunizations
                .flush()
                .chain(() -> outbox.append(
                        audit.entry("update", "immunization", immunization.id(), patientId)
                                .withChangedFields(changedFields(patch)),
                        immunization.updated()));
    }

    /**
     * Marks an immunization as entered in error: it is kept, but no longer listed. Said again, which clients do when an answer was lost,
     * it has no effect (RFC 9110 §9.2.2).
     */
    Uni<Void> withdraw(UUID patientId, UUID id, Caller caller) {
        return requireReached(patientId, caller)
                .chain(() -> Panache.withTransaction(() -> immunizations
                        .require(patientId, id)
                        .chain(immunization -> immunization.enteredInError()
                                ? removed(patientId, immunization)
                                : Uni.createFrom().voidItem())));
    }

    private Uni<Void> removed(UUID patientId, Immunization immunization) {
        return immunizations
                .flush()
                .chain(() -> outbox.append(
                        audit.entry("delete", "immunization", immunization.id(), patientId), immunization.removed()));
    }

    private Uni<Void> requireReached(UUID patientId, Caller caller) {
        return patients.requireReached(patientId, PatientAccessPolicy.PROBLEM_LIST.scope(caller));
    }

    private static List<String> changedFields(JsonNode patch) {
        return patch.properties().stream().map(Map.Entry::getKey).sorted().toList();
    }
}
