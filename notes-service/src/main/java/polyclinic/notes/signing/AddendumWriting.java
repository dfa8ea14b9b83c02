package polyclinic.notes.signing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.web.Answer;
import polyclinic.notes.content.Addendum;
import polyclinic.notes.events.NoteEvent;
import polyclinic.notes.notes.Notes;

/** Adds to a signed note. */
@ApplicationScoped
class AddendumWriting {
    private final Notes notes;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    AddendumWriting(Notes notes, MongoIdempotency idempotency, MongoOutbox outbox, Audit audit, Clock clock) {
        this.notes = notes;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<AddendumView>> add(UUID noteId, AddAddendum request, Caller caller) {
        return NoteContention.retry(() -> idempotency.once(
                Map.of("note", noteId, "text", request.text()),
                notes.mongoCollection(),
                receipts -> notes.require(noteId, caller).chain(note -> {
                    Addendum addendum =
                            note.add(request.text(), caller, clock.instant().truncatedTo(ChronoUnit.MILLIS));
                    Answer<AddendumView> answer =
                            Answer.created("/api/v1/notes/" + noteId, note.version(), AddendumView.of(note, addendum));
                    AuditEntry entry = audit.entry("update", "note", noteId, note.patientId())
                            .withChangedFields(List.of("addenda"));
                    List<Document> messages = outbox.embed(entry, new NoteEvent.AddendumAdded(note.snapshot()));
                    return notes.save(note, receipts.seal(answer), messages).replaceWith(answer);
                }),
                earlier -> reread(noteId, earlier.version(), caller)));
    }

    private Uni<Answer<AddendumView>> reread(UUID noteId, long addedVersion, Caller caller) {
        return notes.require(noteId, caller)
                .call(note -> audit.read("note", noteId, note.patientId()))
                .map(note -> Answer.ok(note.version(), AddendumView.of(note, note.addendumOf(addedVersion))));
    }
}
