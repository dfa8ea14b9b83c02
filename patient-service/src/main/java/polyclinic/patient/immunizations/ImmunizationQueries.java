package polyclinic.patient.immunizations;

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
import polyclinic.patient.patients.Patients;

/** Reads a patient's immunizations. Every read is audited before it is answered. */
@ApplicationScoped
class ImmunizationQueries {
    private final Patients patients;
    private final Immunizations immunizations;
    private final Audit audit;

    ImmunizationQueries(Patients patients, Immunizations immunizations, Audit audit) {
        this.patients = patients;
        this.immunizations = immunizations;
        this.audit = audit;
    }

    Uni<Page<ImmunizationView>> list(UUID patientId, @Nullable String after, int limit, Caller caller) {
        NewestFirst cursor = NewestFirst.of(after);
        return patients.requireReached(patientId, PatientAccessPolicy.PROBLEM_LIST.scope(caller))
                .chain(() -> Panache.withSession(() -> patients.require(patientId)
                        .chain(() -> immunizations.valid(patientId, cursor, limit))
                        .map(rows ->
                                Page.of(rows, limit, Immunization::view, row -> new NewestFirst(row.givenOn(), row.id())
                                        .cursor()))))
                .call(page -> audit.searched("immunization", patientId));
    }

    /** One of them. What was entered in error may tell of somebody else, so it is only shown to those who record immunizations. */
    Uni<ImmunizationView> get(UUID patientId, UUID id, Caller caller) {
        return patients.requireReached(patientId, PatientAccessPolicy.PROBLEM_LIST.scope(caller))
                .chain(() -> Panache.withSession(() -> immunizations.require(patientId, id)))
                .call(immunization -> immunization.isEnteredInError()
                        ? patients.requireReached(patientId, PatientAccessPolicy.WITHDRAWN_ENTRIES.scope(caller))
                        : Uni.createFrom().voidItem())
                .call(immunization -> audit.read("immunization", id, patientId))
                .map(Immunization::view);
    }

    /** The answer to a repeated request: what the caller may see now, withdrawn or not. */
    Uni<Answer<ImmunizationView>> reread(UUID patientId, UUID id, Caller caller) {
        return get(patientId, id, caller).map(view -> Answer.ok(view.version(), view));
    }
}
