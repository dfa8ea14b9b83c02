package polyclinic.notes.history;

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
import polyclinic.commons.provenance.Provenance;
import polyclinic.commons.web.Answer;
import polyclinic.notes.content.Author;
import polyclinic.notes.content.EnteredInError;
import polyclinic.notes.content.MarkEnteredInError;
import polyclinic.notes.content.MarkedBefore;

/** Marks history as entered in error. */
@ApplicationScoped
class HistoryMarking {
    private final HistoryEntries entries;
    private final HistoryQueries queries;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    HistoryMarking(
            HistoryEntries entries,
            HistoryQueries queries,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Clock clock) {
        this.entries = entries;
        this.queries = queries;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<HistoryView>> mark(UUID id, MarkEnteredInError request, Caller caller) {
        return idempotency.once(
                List.of(id, request),
                entries.mongoCollection(),
                receipts -> entries.require(id, caller)
                        .invoke(entry -> {
                            if (entry.enteredInError() != null) throw new MarkedBefore();
                            Provenance.requireWriter(entry.provenance(), caller);
                        })
                        .call(entry -> request.requireReplacement(
                                entry.id(), other -> entries.holds(other, entry.patientId())))
                        .chain(entry -> {
                            EnteredInError mark = request.mark(Author.of(caller), clock.instant());
                            List<Document> sealed = receipts.seal(Answer.ok(2, id));
                            return entries.mark(id, mark, sealed, messages(entry, mark));
                        })
                        .map(HistoryView::of)
                        .map(view -> Answer.ok(view.version(), view)),
                earlier -> queries.reread(id, caller));
    }

    private List<Document> messages(HistoryEntry entry, EnteredInError mark) {
        AuditEntry audited = audit.entry("enter-in-error", "history", entry.id(), entry.patientId())
                .withChangedFields(List.of("enteredInError"))
                .withReason(mark.reason());
        return outbox.embed(audited, entry.markedInError(mark));
    }
}
