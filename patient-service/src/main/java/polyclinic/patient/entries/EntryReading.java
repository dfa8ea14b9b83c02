package polyclinic.patient.entries;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Page;
import polyclinic.patient.access.PatientAccessPolicy;
import polyclinic.patient.patients.Patients;

/** Reads entries of a patient's record. Every read is audited before it is answered. */
@ApplicationScoped
public class EntryReading {
    private final Patients patients;
    private final Audit audit;

    EntryReading(Patients patients, Audit audit) {
        this.patients = patients;
        this.audit = audit;
    }

    /**
     * A page of the valid ones.
     *
     * @param rows one more than the limit when there are more
     * @param cursor where a page ends that ends with this entry
     */
    public <D, V, E extends PatientEntry<D, V>> Uni<Page<V>> list(
            EntryKind<D, V, E> kind,
            UUID patientId,
            Caller caller,
            int limit,
            Supplier<Uni<List<E>>> rows,
            Function<E, String> cursor) {
        return patients.requireReached(patientId, kind.policy().scope(caller))
                .chain(() -> Panache.withSession(() -> patients.require(patientId)
                        .chain(patient -> rows.get())
                        .map(found -> Page.of(found, limit, PatientEntry::view, cursor))))
                .call(page -> audit.searched(kind.noun(), patientId));
    }

    /** One of them. What was entered in error may tell of somebody else, so it is only shown to those who record such entries. */
    public <D, V, E extends PatientEntry<D, V>> Uni<E> get(
            EntryKind<D, V, E> kind, UUID patientId, UUID id, Caller caller) {
        return patients.requireReached(patientId, kind.policy().scope(caller))
                .chain(() -> Panache.withSession(() -> kind.entries().require(kind.noun(), patientId, id)))
                .call(entry -> entry.isEnteredInError()
                        ? patients.requireReached(patientId, PatientAccessPolicy.WITHDRAWN_ENTRIES.scope(caller))
                        : Uni.createFrom().voidItem())
                .call(entry -> audit.read(kind.noun(), id, patientId));
    }

    /** The answer to a repeated request: what the caller may see now, withdrawn or not. */
    <D, V, E extends PatientEntry<D, V>> Uni<Answer<V>> reread(
            EntryKind<D, V, E> kind, UUID patientId, UUID id, Caller caller) {
        return get(kind, patientId, id, caller).map(entry -> Answer.ok(entry.version(), entry.view()));
    }
}
