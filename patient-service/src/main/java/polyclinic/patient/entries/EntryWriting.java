package polyclinic.patient.entries;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.MergePatch;
import polyclinic.patient.patients.Patients;

/** Records, corrects and withdraws entries of a patient's record. */
@ApplicationScoped
public class EntryWriting {
    private final Patients patients;
    private final EntryReading reading;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;
    private final Validator validator;

    EntryWriting(
            Patients patients,
            EntryReading reading,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock,
            Validator validator) {
        this.patients = patients;
        this.reading = reading;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
        this.validator = validator;
    }

    /** @param entry makes it, at this moment */
    public <D, V, E extends PatientEntry<D, V>> Uni<Answer<V>> record(
            EntryKind<D, V, E> kind, UUID patientId, D request, Caller caller, Function<Instant, E> entry) {
        return requireReached(kind, patientId, caller)
                .chain(() -> idempotency.once(
                        List.of(patientId, request),
                        () -> create(kind, patientId, entry)
                                .map(made -> Answer.created(
                                        "/api/v1/patients/" + patientId + "/" + kind.path() + "/" + made.id(),
                                        made.version(),
                                        made.view())),
                        earlier -> reading.reread(kind, patientId, earlier.createdId(), caller)));
    }

    private <D, V, E extends PatientEntry<D, V>> Uni<E> create(
            EntryKind<D, V, E> kind, UUID patientId, Function<Instant, E> entry) {
        return patients.require(patientId)
                .map(patient -> entry.apply(clock.instant()))
                .call(kind.entries()::persistAndFlush)
                .call(made -> outbox.append(audit.entry("create", kind.noun(), made.id(), patientId), made.recorded()));
    }

    /** @param ifMatch the version that is meant; 428 without it, 412 when it is another */
    public <D, V, E extends PatientEntry<D, V>> Uni<Answer<V>> correct(
            EntryKind<D, V, E> kind, UUID patientId, UUID id, @Nullable String ifMatch, JsonNode patch, Caller caller) {
        return requireReached(kind, patientId, caller)
                .chain(() -> Panache.withTransaction(() -> kind.entries()
                        .require(kind.noun(), patientId, id)
                        .invoke(entry -> EntityTags.check(ifMatch, entry.version()))
                        .call(entry -> correct(kind, entry, patientId, patch))
                        .map(entry -> Answer.ok(entry.version(), entry.view()))));
    }

    /** A patch that changes nothing creates no event; it is answered with the record, so it is a read. */
    private <D, V, E extends PatientEntry<D, V>> Uni<Void> correct(
            EntryKind<D, V, E> kind, E entry, UUID patientId, JsonNode patch) {
        D wanted = MergePatch.apply(entry.details(), patch, kind.details(), validator);
        if (!entry.change(wanted, clock.instant()))
            return outbox.append(audit.entry("read", kind.noun(), entry.id(), patientId));
        return kind.entries()
                .flush()
                .chain(() -> outbox.append(
                        audit.entry("update", kind.noun(), entry.id(), patientId)
                                .withChangedFields(changedFields(patch)),
                        entry.updated()));
    }

    /**
     * Marks one as entered in error: it is kept, but no longer listed. Said again, which clients do when an answer was lost, it has no
     * effect (RFC 9110 §9.2.2).
     */
    public <D, V, E extends PatientEntry<D, V>> Uni<Void> withdraw(
            EntryKind<D, V, E> kind, UUID patientId, UUID id, Caller caller) {
        return requireReached(kind, patientId, caller)
                .chain(() -> Panache.withTransaction(() -> kind.entries()
                        .require(kind.noun(), patientId, id)
                        .chain(entry -> entry.enteredInError()
                                ? removed(kind, patientId, entry)
                                : Uni.createFrom().voidItem())));
    }

    private Uni<Void> removed(EntryKind<?, ?, ?> kind, UUID patientId, PatientEntry<?, ?> entry) {
        return kind.entries()
                .flush()
                .chain(() -> outbox.append(audit.entry("delete", kind.noun(), entry.id(), patientId), entry.removed()));
    }

    private Uni<Void> requireReached(EntryKind<?, ?, ?> kind, UUID patientId, Caller caller) {
        return patients.requireReached(patientId, kind.policy().scope(caller));
    }

    private static List<String> changedFields(JsonNode patch) {
        return patch.properties().stream().map(Map.Entry::getKey).sorted().toList();
    }
}
