package polyclinic.patient.allergies;

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

/** Reads a patient's allergies. Every read is audited before it is answered. */
@ApplicationScoped
class AllergyQueries {
    private final Patients patients;
    private final Allergies allergies;
    private final Audit audit;

    AllergyQueries(Patients patients, Allergies allergies, Audit audit) {
        this.patients = patients;
        this.allergies = allergies;
        this.audit = audit;
    }

    Uni<Page<AllergyView>> list(UUID patientId, @Nullable String after, int limit, Caller caller) {
        UUID cursor = Cursor.id(after);
        return patients.requireReached(patientId, PatientAccessPolicy.ALLERGIES.scope(caller))
                .chain(() -> Panache.withSession(() -> patients.require(patientId)
                        .chain(() -> allergies.active(patientId, cursor, limit))
                        .map(rows -> Page.of(rows, limit, Allergy::view, row -> Cursor.encode(row.id())))))
                .call(page -> audit.searched("allergy", patientId));
    }

    /** One of them. What was entered in error may tell of somebody else, so it is only shown to those who record allergies. */
    Uni<AllergyView> get(UUID patientId, UUID id, Caller caller) {
        return patients.requireReached(patientId, PatientAccessPolicy.ALLERGIES.scope(caller))
                .chain(() -> Panache.withSession(() -> allergies.require(patientId, id)))
                .call(allergy -> allergy.isEnteredInError()
                        ? patients.requireReached(patientId, PatientAccessPolicy.WITHDRAWN_ENTRIES.scope(caller))
                        : Uni.createFrom().voidItem())
                .call(allergy -> audit.read("allergy", id, patientId))
                .map(Allergy::view);
    }

    /** The answer to a repeated request: what the caller may see now, withdrawn or not. */
    Uni<Answer<AllergyView>> reread(UUID patientId, UUID id, Caller caller) {
        return get(patientId, id, caller).map(view -> Answer.ok(view.version(), view));
    }
}
