package polyclinic.notes.writing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.web.EntityTags;
import polyclinic.notes.events.NoteEvent;
import polyclinic.notes.notes.ConcurrentNoteEdit;
import polyclinic.notes.notes.Note;
import polyclinic.notes.notes.Notes;
import polyclinic.notes.versions.NoteVersions;

/**
 * Throws a draft away with its earlier texts: nobody has signed it, so it is no part of the record. What stays for a day has no text;
 * it tells who repeats the request that their wish was fulfilled. What was signed is marked as entered in error instead.
 */
@ApplicationScoped
class DraftDiscard {
    private static final int MAX_ATTEMPTS = 5;

    private final Notes notes;
    private final NoteVersions versions;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    DraftDiscard(Notes notes, NoteVersions versions, MongoOutbox outbox, Audit audit, Clock clock) {
        this.notes = notes;
        this.versions = versions;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param ifMatch the version that the caller has read, so that no later text is lost; null for whatever it is now */
    Uni<Void> discard(UUID id, @Nullable String ifMatch, Caller caller) {
        return Uni.createFrom()
                .deferred(() -> attempt(id, ifMatch, caller))
                .onFailure(ConcurrentNoteEdit.class)
                .retry()
                .atMost(MAX_ATTEMPTS);
    }

    private Uni<Void> attempt(UUID id, @Nullable String ifMatch, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return notes.requireAlsoDiscarded(id, now, caller)
                .chain(note -> note.isDiscarded()
                        ? Uni.createFrom().item(note)
                        : notes.treats(caller, note).chain(treating -> discard(note, ifMatch, caller, treating, now)))
                .chain(note -> versions.forget(note.id()));
    }

    private Uni<Note> discard(Note note, @Nullable String ifMatch, Caller caller, boolean treating, Instant now) {
        note.requireEditableBy(caller, treating);
        if (ifMatch != null) EntityTags.check(ifMatch, note.version());
        note.discard(now);
        AuditEntry entry = audit.entry("delete", "note", note.id(), note.patientId());
        return notes.save(note, List.of(), outbox.embed(entry, new NoteEvent.Discarded(note.snapshot())));
    }
}
