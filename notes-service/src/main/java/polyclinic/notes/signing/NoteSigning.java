package polyclinic.notes.signing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;
import polyclinic.notes.events.NoteEvent;
import polyclinic.notes.notes.NoteQueries;
import polyclinic.notes.notes.NoteView;
import polyclinic.notes.notes.Notes;

/** Signs a note, after which its text never changes. */
@ApplicationScoped
class NoteSigning {
    private final Notes notes;
    private final NoteQueries queries;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    NoteSigning(
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

    /** @param ifMatch the version that the signer has read, so that no other is signed; null for whatever it is now */
    Uni<Answer<NoteView>> sign(UUID id, @Nullable String ifMatch, Caller caller) {
        return NoteContention.retry(() -> idempotency.once(
                Map.of("sign", id),
                notes.mongoCollection(),
                receipts -> notes.require(id, caller)
                        .chain(note -> notes.treats(caller, note).chain(treating -> {
                            if (ifMatch != null) EntityTags.check(ifMatch, note.version());
                            note.sign(caller, treating, clock.instant().truncatedTo(ChronoUnit.MILLIS));
                            Answer<NoteView> answer = Answer.ok(note.version(), NoteView.of(note));
                            AuditEntry entry = audit.entry("sign", "note", note.id(), note.patientId())
                                    .withChangedFields(List.of("status"));
                            List<Document> messages = outbox.embed(entry, new NoteEvent.Signed(note.snapshot()));
                            return notes.save(note, receipts.seal(answer), messages)
                                    .replaceWith(answer);
                        })),
                earlier -> queries.reread(id, caller)));
    }
}
