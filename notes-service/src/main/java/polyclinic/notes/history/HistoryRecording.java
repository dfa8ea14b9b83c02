package polyclinic.notes.history;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.bson.Document;
import polyclinic.commons.access.PatientAccess;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.provenance.DuplicateExternalId;
import polyclinic.commons.provenance.Provenance;
import polyclinic.commons.web.Answer;
import polyclinic.notes.access.NotesAccessPolicy;
import polyclinic.notes.content.References;

/** Records what happened before or elsewhere. */
@ApplicationScoped
class HistoryRecording {
    private final HistoryEntries entries;
    private final HistoryQueries queries;
    private final PatientAccess patients;
    private final References references;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    HistoryRecording(
            HistoryEntries entries,
            HistoryQueries queries,
            PatientAccess patients,
            References references,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Clock clock) {
        this.entries = entries;
        this.queries = queries;
        this.patients = patients;
        this.references = references;
        this.idempotency = idempotency;
        this.outbox = outbox;
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
}
