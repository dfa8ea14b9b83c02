package polyclinic.asset.batches;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.access.KnownPatients;
import polyclinic.commons.access.UnknownPatient;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.values.Ids;
import polyclinic.commons.web.Answer;

/** Begins batches and closes them. */
@ApplicationScoped
class DocumentBatchWriting {
    private static final String ENTITY = "document_batch";

    private final DocumentBatches batches;
    private final DocumentBatchQueries queries;
    private final KnownPatients patients;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    DocumentBatchWriting(
            DocumentBatches batches,
            DocumentBatchQueries queries,
            KnownPatients patients,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Clock clock) {
        this.batches = batches;
        this.queries = queries;
        this.patients = patients;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<DocumentBatchView>> start(StartDocumentBatch request, Caller caller) {
        return idempotency.once(
                request,
                batches.collection(),
                receipts -> requirePatient(request.patientId(), caller).chain(() -> {
                    DocumentBatch batch = DocumentBatch.open(Ids.next(), request, caller, now());
                    Answer<DocumentBatchView> answer = Answer.created(
                            "/api/v1/batches/" + batch.id(), batch.version(), DocumentBatchView.of(batch, List.of()));
                    AuditEntry entry = audit.entry("create", ENTITY, batch.id(), batch.patientId());
                    return batches.add(batch, receipts.seal(answer), outbox.embed(entry))
                            .replaceWith(answer);
                }),
                earlier -> queries.reread(earlier.createdId(), caller));
    }

    private Uni<Void> requirePatient(UUID patient, Caller caller) {
        return batches.reaches(patient, caller)
                .chain(permitted ->
                        permitted ? patients.exists(patient) : Uni.createFrom().item(false))
                .chain(known ->
                        known ? Uni.createFrom().voidItem() : Uni.createFrom().failure(new UnknownPatient(patient)));
    }

    /** Closed, it takes no more documents; closing what is closed has no effect. */
    Uni<Answer<DocumentBatchView>> close(UUID id, Caller caller) {
        return idempotency.once(
                List.of("close", id),
                batches.collection(),
                receipts -> batches.require(id, caller).chain(batch -> {
                    if (batch.status() == BatchStatus.CLOSED) return queries.reread(id, caller);
                    AuditEntry entry =
                            audit.entry("close", ENTITY, id, batch.patientId()).withChangedFields(List.of("status"));
                    Answer<UUID> sealed = Answer.ok(batch.version() + 1, id);
                    return batches.close(batch, now(), receipts.seal(sealed), outbox.embed(entry))
                            .chain(closed -> closed == null
                                    ? queries.reread(id, caller)
                                    : batches.documents(closed)
                                            .map(documents -> Answer.ok(
                                                    closed.version(), DocumentBatchView.of(closed, documents))));
                }),
                earlier -> queries.reread(id, caller));
    }

    /** A BSON date has milliseconds. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
