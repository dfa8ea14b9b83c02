package polyclinic.patient.allergies;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.values.Ids;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.MergePatch;
import polyclinic.commons.web.Page;
import polyclinic.patient.care.CareRelationships;
import polyclinic.patient.registration.Patients;

/** Recording, listing, correcting and withdrawing allergies. */
@ApplicationScoped
class RecordingAllergies {
    private final Patients patients;
    private final Allergies allergies;
    private final CareRelationships care;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;
    private final Validator validator;

    RecordingAllergies(
            Patients patients,
            Allergies allergies,
            CareRelationships care,
            Outbox outbox,
            Audit audit,
            Clock clock,
            Validator validator) {
        this.patients = patients;
        this.allergies = allergies;
        this.care = care;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
        this.validator = validator;
    }

    @WithTransaction
    Uni<Allergy> record(UUID patientId, RecordAllergy request, Caller caller) {
        return patients.require(patientId, caller)
                .map(patient -> new Allergy(Ids.next(), patientId, request, caller.subject(), clock.instant()))
                .call(allergies::persistAndFlush)
                .call(allergy ->
                        outbox.append(audit.entry("create", "allergy", allergy.id, patientId), allergy.recorded()));
    }

    @WithTransaction
    Uni<Allergy> change(UUID patientId, UUID id, String ifMatch, JsonNode patch, Caller caller) {
        return patients.require(patientId, caller)
                .chain(() -> allergies.require(patientId, id))
                .invoke(allergy -> EntityTags.check(ifMatch, allergy.version))
                .invoke(allergy -> allergy.change(
                        MergePatch.apply(allergy.details(), patch, RecordAllergy.class, validator), clock.instant()))
                .call(() -> allergies.flush())
                .call(allergy -> outbox.append(
                        audit.entry("update", "allergy", id, patientId).withChangedFields(changedFields(patch)),
                        allergy.updated()));
    }

    @WithTransaction
    Uni<Void> enteredInError(UUID patientId, UUID id, Caller caller) {
        return patients.require(patientId, caller)
                .chain(() -> allergies.require(patientId, id))
                .invoke(Allergy::enteredInError)
                .call(() -> allergies.flush())
                .chain(allergy -> outbox.append(audit.entry("delete", "allergy", id, patientId), allergy.removed()));
    }

    Uni<Page<AllergyView>> list(UUID patientId, String after, int limit, Caller caller) {
        UUID cursor = Cursor.id(after);
        return care.orLearn(patientId, caller, () -> page(patientId, cursor, limit, caller))
                .call(page -> audit.searched("allergy", patientId));
    }

    @WithSession
    Uni<Page<AllergyView>> page(UUID patientId, UUID after, int limit, Caller caller) {
        return patients.require(patientId, caller)
                .chain(() -> allergies.active(patientId, after, limit))
                .map(rows -> Page.of(rows, limit, AllergyView::of, allergy -> Cursor.encode(allergy.id)));
    }

    private static List<String> changedFields(JsonNode patch) {
        return patch.properties().stream()
                .map(java.util.Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
