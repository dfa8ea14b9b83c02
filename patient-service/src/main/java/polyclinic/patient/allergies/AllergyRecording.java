package polyclinic.patient.allergies;

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

/** Records, corrects and withdraws allergies and the statement that none is known. */
@ApplicationScoped
class AllergyRecording {
    private final Patients patients;
    private final Allergies allergies;
    private final AllergyQueries queries;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;
    private final Validator validator;

    AllergyRecording(
            Patients patients,
            Allergies allergies,
            AllergyQueries queries,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock,
            Validator validator) {
        this.patients = patients;
        this.allergies = allergies;
        this.queries = queries;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
        this.validator = validator;
    }

    Uni<Answer<AllergyView>> record(UUID patientId, RecordAllergy request, Caller caller) {
        return requireReached(patientId, caller)
                .chain(() -> idempotency.once(
                        request,
                        () -> create(patientId, request, caller)
                                .map(allergy -> Answer.created(
                                        "/api/v1/patients/" + patientId + "/allergies/" + allergy.id(),
                                        allergy.version(),
                                        allergy.view())),
                        earlier -> queries.reread(patientId, earlier.createdId(), caller)));
    }

    private Uni<Allergy> create(UUID patientId, RecordAllergy request, Caller caller) {
        return patients.require(patientId)
                .chain(() -> allergies.lockList(patientId))
                .chain(() -> request.isStatement() ? requireNone(patientId) : refuteStatement(patientId))
                .map(patient -> new Allergy(Ids.next(), patientId, request, caller.subject(), clock.instant()))
                .call(allergies::persistAndFlush)
                .call(allergy ->
                        outbox.append(audit.entry("create", "allergy", allergy.id(), patientId), allergy.recorded()));
    }

    private Uni<Void> requireNone(UUID patientId) {
        return allergies
                .hasActive(patientId)
                .invoke(found -> {
                    if (found) throw AllergyListConflict.allergiesRecorded();
                })
                .replaceWithVoid();
    }

    /**
     * An allergy is recorded whatever was stated before: refusing it would keep a danger off the list. It is written before the
     * allergy, since the two must not stand beside each other.
     */
    private Uni<Void> refuteStatement(UUID patientId) {
        return allergies.statement(patientId).chain(statement -> {
            if (statement == null) return Uni.createFrom().voidItem();
            statement.refute();
            return allergies
                    .flush()
                    .chain(() -> outbox.append(
                            audit.entry("update", "allergy", statement.id(), patientId)
                                    .withChangedFields(List.of("status")),
                            statement.removed()));
        });
    }

    Uni<Answer<AllergyView>> correct(UUID patientId, UUID id, @Nullable String ifMatch, JsonNode patch, Caller caller) {
        return requireReached(patientId, caller)
                .chain(() -> Panache.withTransaction(() -> allergies
                        .require(patientId, id)
                        .invoke(allergy -> EntityTags.check(ifMatch, allergy.version()))
                        .call(allergy -> correct(allergy, patientId, patch))
                        .map(allergy -> Answer.ok(allergy.version(), allergy.view()))));
    }

    /** A patch that changes nothing creates no event; it is answered with the record, so it is a read. */
    private Uni<Void> correct(Allergy allergy, UUID patientId, JsonNode patch) {
        RecordAllergy wanted = MergePatch.apply(allergy.details(), patch, RecordAllergy.class, validator);
        if (!allergy.change(wanted, clock.instant()))
            return outbox.append(audit.entry("read", "allergy", allergy.id(), patientId));
        return allergies
                .flush()
                .chain(() -> outbox.append(
                        audit.entry("update", "allergy", allergy.id(), patientId)
                                .withChangedFields(changedFields(patch)),
                        allergy.updated()));
    }

    /**
     * Marks an allergy as entered in error: it is kept, but no longer listed. Said again, which clients do when an answer was lost,
     * it has no effect (RFC 9110 §9.2.2).
     */
    Uni<Void> withdraw(UUID patientId, UUID id, Caller caller) {
        return requireReached(patientId, caller)
                .chain(() -> Panache.withTransaction(() -> allergies
                        .require(patientId, id)
                        .chain(allergy -> allergy.enteredInError()
                                ? removed(patientId, allergy)
                                : Uni.createFrom().voidItem())));
    }

    private Uni<Void> removed(UUID patientId, Allergy allergy) {
        return allergies
                .flush()
                .chain(() ->
                        outbox.append(audit.entry("delete", "allergy", allergy.id(), patientId), allergy.removed()));
    }

    private Uni<Void> requireReached(UUID patientId, Caller caller) {
        return patients.requireReached(patientId, PatientAccessPolicy.ALLERGIES.scope(caller));
    }

    private static List<String> changedFields(JsonNode patch) {
        return patch.properties().stream().map(Map.Entry::getKey).sorted().toList();
    }
}
