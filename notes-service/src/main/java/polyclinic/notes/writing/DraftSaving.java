package polyclinic.notes.writing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;
import polyclinic.notes.notes.ConcurrentNoteEdit;
import polyclinic.notes.notes.Note;
import polyclinic.notes.notes.NoteText;
import polyclinic.notes.notes.NoteView;
import polyclinic.notes.notes.Notes;
import polyclinic.notes.versions.NoteVersion;
import polyclinic.notes.versions.NoteVersions;

/**
 * Saves a draft while it is typed. A device sends the whole text on top of the version that it has; where another device was
 * faster, both texts come back and nothing is lost. The text that is replaced is kept as an earlier version. There is an audit
 * entry of each, and no event: that somebody goes on typing is no news to other services, and a line on no timeline.
 */
@ApplicationScoped
class DraftSaving {
    private final Notes notes;
    private final NoteVersions versions;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    DraftSaving(Notes notes, NoteVersions versions, MongoOutbox outbox, Audit audit, Clock clock) {
        this.notes = notes;
        this.versions = versions;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** Fails with {@link StaleNote}, which holds both texts, when the draft is not at the version of {@code If-Match}. */
    Uni<Answer<NoteView>> save(UUID id, @Nullable String ifMatch, DraftContent request, Caller caller) {
        EntityTags.require(ifMatch);
        return attempt(id, ifMatch, request, caller)
                .onFailure(ConcurrentNoteEdit.class)
                .recoverWithUni(() -> attempt(id, ifMatch, request, caller))
                .map(note -> Answer.ok(note.version(), NoteView.of(note)));
    }

    private Uni<Note> attempt(UUID id, @Nullable String ifMatch, DraftContent request, Caller caller) {
        return notes.require(id, caller)
                .chain(note -> notes.treats(caller, note).chain(treating -> {
                    note.requireEditableBy(caller, treating);
                    NoteText text =
                            new NoteText(request.content(), note.encounterId(), note.audioAssetId(), note.sources());
                    if (!EntityTags.matches(ifMatch, note.version()))
                        return Uni.createFrom().failure(new StaleNote(note, EntityTags.expected(ifMatch), text));
                    return save(note, text, caller, treating);
                }));
    }

    private Uni<Note> save(Note note, NoteText text, Caller caller, boolean treating) {
        NoteVersion replaced = NoteVersion.of(note);
        List<String> changed = note.edit(text, caller, treating, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        if (changed.isEmpty())
            return audit.read("note", note.id(), note.patientId()).replaceWith(note);
        AuditEntry entry =
                audit.entry("update", "note", note.id(), note.patientId()).withChangedFields(changed);
        return versions.keep(replaced).chain(() -> notes.save(note, List.of(), outbox.embed(entry)));
    }
}
