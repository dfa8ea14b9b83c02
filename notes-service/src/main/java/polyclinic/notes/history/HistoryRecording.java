package polyclinic.notes.history;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import polyclinic.commons.access.PatientAccess;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.provenance.DuplicateExternalId;
import polyclinic.commons.provenance.Provenance;
import polyclinic.commons.web.Answer;
import polyclinic.notes.access.NotesAccessPolicy;
import polyclinic.notes.access.PatientScope;
import polyclinic.notes.batches.BatchEntries;
import polyclinic.notes.batches.BatchWriting;
import polyclinic.notes.batches.RecordedBatchView;
import polyclinic.notes.content.References;

/** Records what happened before or elsewhere. */
@ApplicationScoped
class HistoryRecording {
    private final HistoryEntries entries;
    private final HistoryQueries queries;
    private final PatientAccess patients;
    private final PatientScope reach;
    private final References references;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final BatchWriting batches;
    private final Audit audit;
    private final Clock clock;

    HistoryRecording(
            HistoryEntries entries,
            HistoryQueries queries,
            PatientAccess patients,
            PatientScope reach,
            References references,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            BatchWriting batches,
            Audit audit,
            Clock clock) {
        this.entries = entries;
        this.queries = queries;
        this.patients = patients;
        this.reach = reach;
        this.references = references;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.batches = batches;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<HistoryView>> record(RecordHistory request, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Provenance.requireSender(request.provenance(), caller);
        return idempotency
                .once(
                        request,
                        entries.mongoCollection(),
                        receipts -> patients.require(NotesAccessPolicy.HISTORY.scope(caller), request.patientId())
                                .chain(() -> references.requireAsset(
                                        "documentId", request.documentId(), request.patientId()))
                                .chain(() -> {
                                    HistoryEntry entry = HistoryEntry.record(request, caller, now);
                                    Answer<HistoryView> answer =
                                            Answer.created("/api/v1/history/" + entry.id(), 1, HistoryView.of(entry));
                                    AuditEntry audited =
                                            audit.entry("create", "history", entry.id(), entry.patientId());
                                    List<Document> messages = outbox.embed(audited, entry.recorded());
                                    return entries.add(entry, receipts.seal(answer), messages)
                                            .replaceWith(answer);
                                }),
                        earlier -> queries.reread(earlier.createdId(), caller))
                .onFailure(MongoFailures::isDuplicateExternalId)
                .transform(twice -> new DuplicateExternalId());
    }

    /** Records several entries of one patient by one write, or none of them. */
    Uni<Answer<RecordedBatchView>> recordAll(RecordHistoryBatch request, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        UUID patientId = request.patientId();
        int count = request.entries().size();
        List<UUID> ids = idempotency.ids(request, count);
        BatchWriting.Batch<HistoryEntry> batch = new BatchWriting.Batch<>(
                entries.mongoCollection(), "history", patientId, BatchEntries.documents(count, i -> {
                    RecordHistory entry = request.entry(i);
                    Provenance.requireSender(entry.provenance(), caller);
                    return HistoryEntry.record(ids.get(i), entry, caller, now);
                }));
        Scope scope = NotesAccessPolicy.HISTORY.scope(caller);
        return idempotency.once(
                request,
                entries.mongoCollection(),
                receipts -> patients.require(scope, patientId)
                        .chain(() -> requireDocuments(batch))
                        .chain(() -> batches.write(batch, receipts)),
                earlier -> reach.require(scope, patientId, "history entry", ids.get(0))
                        .chain(() -> batches.reread(batch)));
    }

    /** Each document is asked for once, however many entries were read from it. */
    private Uni<Void> requireDocuments(BatchWriting.Batch<HistoryEntry> batch) {
        Map<UUID, Integer> documents = new LinkedHashMap<>();
        for (int i = 0; i < batch.documents().size(); i++) {
            UUID document = batch.documents().get(i).documentId();
            if (document != null) documents.putIfAbsent(document, i);
        }
        return Multi.createFrom()
                .iterable(documents.entrySet())
                .onItem()
                .transformToUniAndConcatenate(document -> references.requireAsset(
                        BatchEntries.place(document.getValue()) + ".documentId", document.getKey(), batch.patientId()))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
