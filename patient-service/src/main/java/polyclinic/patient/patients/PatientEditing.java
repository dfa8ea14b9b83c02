package polyclinic.patient.patients;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.MergePatch;
import polyclinic.patient.access.PatientAccessPolicy;
import polyclinic.patient.details.DuplicateIdentifier;
import polyclinic.patient.details.PatientDetails;
import polyclinic.patient.details.PhoneNumbers;

/** Changes a patient's details by a merge patch. */
@ApplicationScoped
class PatientEditing {
    private final Patients patients;
    private final PhoneNumbers phones;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;
    private final Validator validator;

    PatientEditing(
            Patients patients, PhoneNumbers phones, Outbox outbox, Audit audit, Clock clock, Validator validator) {
        this.patients = patients;
        this.phones = phones;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
        this.validator = validator;
    }

    /**
     * Fails with {@link DuplicateIdentifier} for an e-mail address that another patient has, unless it is confirmed that they are
     * distinct people who share it.
     */
    Uni<Answer<PatientView>> edit(
            UUID id, @Nullable String ifMatch, JsonNode patch, boolean confirmedDistinct, Caller caller) {
        return patients.requireReached(id, PatientAccessPolicy.PATIENTS.scope(caller))
                .chain(() -> Panache.withTransaction(() -> patients.require(id)
                        .invoke(patient -> EntityTags.check(ifMatch, patient.version()))
                        .call(patient -> edit(patient, patch, confirmedDistinct))
                        .map(patient -> Answer.ok(patient.version(), patient.view()))));
    }

    /** A patch that changes nothing creates no new version and no event; it is answered with the record, so it is a read. */
    private Uni<Void> edit(Patient patient, JsonNode patch, boolean confirmedDistinct) {
        PatientDetails before = patient.details();
        // An age takes the place of the birth date; both in one patch contradict each other.
        if (patch.hasNonNull("age")) before = before.withoutBirthDate();
        PatientDetails details = MergePatch.apply(before, patch, PatientDetails.class, validator);
        List<String> changed = patient.change(details, phones, confirmedDistinct, clock.instant());
        if (changed.isEmpty()) return outbox.append(audit.entry("read", "patient", patient.id(), patient.id()));
        Uni<Void> addressee = changed.contains("email") && !confirmedDistinct
                ? patients.requireOwnEmail(patient)
                : Uni.createFrom().voidItem();
        return addressee
                .chain(() -> patients.flush())
                .chain(() -> patients.requireOwnIdentifiers())
                .chain(() -> outbox.append(
                        audit.entry("update", "patient", patient.id(), patient.id())
                                .withChangedFields(changed),
                        new PatientEvent.Updated(patient.snapshot(), changed)));
    }
}
