package polyclinic.notes.writing;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.bson.Document;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.MergePatch;
import polyclinic.commons.web.Page;
import polyclinic.notes.events.NoteEvent;
import polyclinic.notes.people.Access;
import polyclinic.notes.store.Keyset;

/** Drafts, edits, signs and completes notes, and shows them. */
@ApplicationScoped
class NoteTaking {
    /** Every writer that loses has seen another one win, so a few rounds are plenty. */
    private static final int ROUNDS = 50;

    private final Notes notes;
    private final NoteVersions versions;
    private final Access access;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Validator validator;
    private final Clock clock;

    NoteTaking(
            Notes notes,
            NoteVersions versions,
            Access access,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Validator validator,
            Clock clock) {
        this.notes = notes;
        this.versions = versions;
        this.access = access;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.validator = validator;
        this.clock = clock;
    }

    Uni<Response> draft(DraftNote request, Caller caller) {
        return idempotency.once(request, notes.mongoCollection(), receipts -> access.write(request.patientId(), caller)
                .chain(() -> {
                    Note note = Note.draft(request.patientId(), request.type(), request.text(), caller, now());
                    Answer answer = Answer.created(path(note.id), note.version, NoteView.of(note));
                    return notes.add(note, receipts.seal(answer), told("create", note, List.of(), drafted(note)))
                            .replaceWith(answer);
                }));
    }

    Uni<Answer> edit(UUID id, String ifMatch, JsonNode patch, Caller caller) {
        long expected = EntityTags.expected(ifMatch);
        return notes.require(id, caller)
                .chain(note -> edit(note, expected, patch, caller))
                .onFailure(NoteMoved.class)
                .recoverWithUni(lost -> notes.require(id, caller).chain(note -> edit(note, expected, patch, caller)))
                .map(note -> Answer.ok(note.version, NoteView.of(note)));
    }

    private Uni<Note> edit(Note note, long expected, JsonNode patch, Caller caller) {
        note.requireEditableBy(caller);
        if (note.version != expected) return stale(note, expected, patch);
        NoteText text = MergePatch.apply(note.text(), patch, NoteText.class, validator);
        NoteVersion replaced = note.textAsVersion();
        List<String> changed = note.edit(text, caller, now());
        if (changed.isEmpty()) return Uni.createFrom().item(note);
        return versions.keep(replaced)
                .chain(() -> notes.save(note, List.of(), told("update", note, changed, updated(note))));
    }

    /** The writer's text is their patch on what they had read, as far as we know what that was. */
    private Uni<Note> stale(Note note, long expected, JsonNode patch) {
        return versions.at(note.id, expected).chain(base -> {
            NoteText read = base == null || expected >= note.textVersion ? note.text() : base.text();
            NoteText yours = MergePatch.apply(read, patch, NoteText.class, validator);
            return Uni.createFrom().failure(new StaleNote(note, expected, yours));
        });
    }

    /** @param ifMatch null, or the version that the signer has read: then no other is signed */
    Uni<Response> sign(UUID id, String ifMatch, Caller caller) {
        return contested(() -> idempotency.once(Map.of("sign", id), notes.mongoCollection(), receipts -> notes.require(
                        id, caller)
                .chain(note -> {
                    if (ifMatch != null) EntityTags.check(ifMatch, note.version);
                    note.sign(caller, now());
                    Answer answer = Answer.ok(note.version, NoteView.of(note));
                    List<Document> messages = told("sign", note, List.of("status"), signed(note));
                    return notes.save(note, receipts.seal(answer), messages).replaceWith(answer);
                })));
    }

    Uni<Response> add(UUID id, AddAddendum request, Caller caller) {
        return contested(() -> idempotency.once(
                Map.of("note", id, "text", request.text()),
                notes.mongoCollection(),
                receipts -> notes.require(id, caller).chain(note -> {
                    Addendum addendum = note.add(request.text(), caller, now());
                    Answer answer = Answer.created(path(id), note.version, AddendumView.of(note, addendum));
                    List<Document> messages = told("update", note, List.of("addenda"), addendumAdded(note));
                    return notes.save(note, receipts.seal(answer), messages).replaceWith(answer);
                })));
    }

    Uni<Note> read(UUID id, Caller caller) {
        return notes.require(id, caller).call(note -> audit.read("note", id, note.patientId));
    }

    Uni<Page<NoteView>> search(NoteSearch search, Caller caller) {
        return access.reach(search.patientId(), caller)
                .chain(reach -> notes.search(search, reach, caller))
                .call(found -> audit.searched("note", search.patientId()))
                .map(found -> Page.of(
                        found, search.limit(), NoteView::of, last -> new Keyset(last.createdAt, last.id).encode()));
    }

    /** Texts of a note, newest first, the present one included. */
    Uni<Page<NoteVersionView>> versions(UUID id, String after, int limit, Caller caller) {
        long before = before(after);
        return notes.require(id, caller)
                .call(note -> audit.read("note_version", id, note.patientId))
                .chain(note -> versions.earlier(id, Math.min(before, note.textVersion), limit + 1)
                        .map(earlier -> before <= note.textVersion ? earlier : withPresent(note, earlier)))
                .map(texts -> Page.of(texts, limit, NoteVersionView::of, last -> Cursor.encode(last.version)));
    }

    private static long before(String after) {
        List<String> parts = Cursor.decode(after, 1);
        if (parts == null) return Long.MAX_VALUE;
        try {
            return Long.parseLong(parts.get(0));
        } catch (NumberFormatException foreign) {
            throw Cursor.invalid();
        }
    }

    private static List<NoteVersion> withPresent(Note note, List<NoteVersion> earlier) {
        List<NoteVersion> all = new ArrayList<>(earlier);
        all.add(0, note.textAsVersion());
        return all;
    }

    private static Uni<Response> contested(Supplier<Uni<? extends Response>> work) {
        return Uni.createFrom()
                .deferred(work)
                .onFailure(NoteMoved.class)
                .retry()
                .atMost(ROUNDS);
    }

    private List<Document> told(String action, Note note, List<String> changed, NoteEvent event) {
        return outbox.embed(audit.entry(action, "note", note.id, note.patientId, changed, null), event);
    }

    private static NoteEvent drafted(Note note) {
        return new NoteEvent.Drafted(
                note.id, note.version, note.patientId, note.encounterId, note.type, note.status, note.createdAt);
    }

    private static NoteEvent updated(Note note) {
        return new NoteEvent.Updated(
                note.id, note.version, note.patientId, note.encounterId, note.type, note.status, note.updatedAt);
    }

    private static NoteEvent signed(Note note) {
        return new NoteEvent.Signed(
                note.id, note.version, note.patientId, note.encounterId, note.type, note.status, note.signedAt);
    }

    private static NoteEvent addendumAdded(Note note) {
        return new NoteEvent.AddendumAdded(
                note.id, note.version, note.patientId, note.encounterId, note.type, note.status, note.updatedAt);
    }

    private static String path(UUID id) {
        return "/api/v1/notes/" + id;
    }

    /** A BSON date has milliseconds. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
