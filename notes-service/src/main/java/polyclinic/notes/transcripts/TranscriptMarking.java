package polyclinic.notes.transcripts;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.web.Answer;
import polyclinic.notes.content.Author;
import polyclinic.notes.content.EnteredInError;
import polyclinic.notes.content.MarkEnteredInError;

/** Marks transcripts as entered in error: of another patient, for example. */
@ApplicationScoped
class TranscriptMarking {
    private final Transcripts transcripts;
    private final TranscriptQueries queries;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    TranscriptMarking(
            Transcripts transcripts,
            TranscriptQueries queries,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Clock clock) {
        this.transcripts = transcripts;
        this.queries = queries;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<TranscriptView>> mark(UUID id, MarkEnteredInError request, Caller caller) {
        return idempotency.once(
                List.of(id, request),
                transcripts.mongoCollection(),
                receipts -> transcripts
                        .require(id, caller)
                        .call(found -> transcripts
                                .mayMark(caller, found)
                                .invoke(others -> found.requireMarkableBy(caller, others)))
                        .call(found -> request.requireReplacement(
                                found.id(), other -> transcripts.holds(other, found.patientId())))
                        .chain(found -> {
                            EnteredInError mark = request.mark(Author.of(caller), clock.instant());
                            List<Document> sealed = receipts.seal(Answer.ok(found.version() + 1, id));
                            return transcripts.mark(id, mark, sealed, messages(found, mark));
                        })
                        .map(TranscriptView::of)
                        .map(view -> Answer.ok(view.version(), view)),
                earlier -> queries.reread(id, caller));
    }

    private List<Document> messages(Transcript transcript, EnteredInError mark) {
        AuditEntry audited = audit.entry("enter-in-error", "transcript", transcript.id(), transcript.patientId())
                .withChangedFields(List.of("enteredInError"))
                .withReason(mark.reason());
        return outbox.embed(audited, transcript.markedInError(mark));
    }
}
