package polyclinic.notes.ailogs;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import polyclinic.commons.access.PatientAccess;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.web.Answer;
import polyclinic.notes.access.NotesAccessPolicy;
import polyclinic.notes.content.Author;

/**
 * Records what a machine was asked or answered. The entry of the audit trail, written with it and chained there, has its hash: so the
 * trail proves that an entry of the log is what was recorded, and that none is missing.
 */
@ApplicationScoped
class AiLogRecording {
    /** In the trail, before the hash. */
    private static final String ALGORITHM = "sha-256 ";

    private final AiLogs entries;
    private final AiLogQueries queries;
    private final PatientAccess patients;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    AiLogRecording(
            AiLogs entries,
            AiLogQueries queries,
            PatientAccess patients,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Clock clock) {
        this.entries = entries;
        this.queries = queries;
        this.patients = patients;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** Fails with 422 {@code unknown-patient} when it is about a patient whom the caller may not see. */
    Uni<Answer<AiLogView>> record(RecordAiLog request, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return idempotency.once(
                request,
                entries.mongoCollection(),
                receipts -> requirePatient(request, caller).chain(() -> {
                    AiLog entry = AiLog.record(request, Author.of(caller), now);
                    AiLogView view = AiLogView.of(entry);
                    Answer<AiLogView> answer =
                            Answer.created("/api/v1/ai-logs/" + entry.id(), AiLogQueries.VERSION, view);
                    return entries.add(entry, receipts.seal(answer), messages(view))
                            .replaceWith(answer);
                }),
                earlier -> queries.reread(earlier.createdId(), caller));
    }

    /** The same of what the service itself asks of a machine, outside of a request. @param recordedBy for whom it asks */
    Uni<Void> record(RecordAiLog request, Author recordedBy) {
        AiLog entry = AiLog.record(request, recordedBy, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return entries.add(entry, List.of(), messages(AiLogView.of(entry)));
    }

    private List<Document> messages(AiLogView view) {
        AuditEntry audited =
                audit.entry("create", "ai_log", view.id(), view.patientId()).withReason(ALGORITHM + view.hash());
        return outbox.embed(audited);
    }

    private Uni<Void> requirePatient(RecordAiLog request, Caller caller) {
        UUID patientId = request.patientId();
        if (patientId == null) return Uni.createFrom().voidItem();
        return patients.require(NotesAccessPolicy.DRAFTS.scope(caller), patientId);
    }
}
