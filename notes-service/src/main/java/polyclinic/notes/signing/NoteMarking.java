package polyclinic.notes.signing;

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
import polyclinic.notes.events.NoteEvent;
import polyclinic.notes.notes.Note;
import polyclinic.notes.notes.NoteQueries;
import polyclinic.notes.notes.NoteView;
import polyclinic.notes.notes.Notes;

/** Marks a note, draft or signed, as entered in error; its texts are kept. */
@ApplicationScoped
class NoteMarking {
    private final Notes notes;
    private final NoteQueries queries;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    NoteMarking(
            Notes notes,
            NoteQueries queries,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Clock clock) {
        this.notes = notes;
        this.queries = queries;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<NoteView>> mark(UUID id, MarkEnteredInError request, Caller caller) {
        return NoteContention.retry(() -> idempotency.once(
                List.of(id, request),
                notes.mongoCollection(),
                receipts -> notes.require(id, caller)
                        .call(note ->
                                request.requireReplacement(note.id(), other -> notes.holds(other, note.patientId())))
                        .chain(note -> notes.mayMark(caller, note).chain(others -> {
                            EnteredInError mark = request.mark(Author.of(caller), clock.instant());
                            note.markInError(mark, caller, others);
                            Answer<NoteView> answer = Answer.ok(note.version(), NoteView.of(note));
                            return notes.save(note, receipts.seal(answer), messages(note, mark))
                                    .replaceWith(answer);
                        })),
                earlier -> queries.reread(id, caller)));
    }

    private List<Document> messages(Note note, EnteredInError mark) {
        AuditEntry entry = audit.entry("enter-in-error", "note", note.id(), note.patientId())
                .withChangedFields(List.of("enteredInError"))
                .withReason(mark.reason());
        return outbox.embed(entry, new NoteEvent.MarkedInError(note.snapshot(), mark.replacedBy()));
    }
}
