package polyclinic.notes.versions;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;
import polyclinic.notes.notes.Note;
import polyclinic.notes.notes.Notes;

/** Reads the texts of a note, each read with its audit entry. */
@ApplicationScoped
class NoteVersionQueries {
    private final Notes notes;
    private final NoteVersions versions;
    private final Audit audit;

    NoteVersionQueries(Notes notes, NoteVersions versions, Audit audit) {
        this.notes = notes;
        this.versions = versions;
        this.audit = audit;
    }

    /** Newest first, the present text included. */
    Uni<Page<NoteVersionView>> list(UUID noteId, @Nullable String after, int limit, Caller caller) {
        long before = before(after);
        return notes.require(noteId, caller)
                .call(note -> audit.read("note_version", noteId, note.patientId()))
                .chain(note -> Page.of(
                        texts(note, before, limit),
                        limit,
                        text -> NoteVersionView.of(note.patientId(), text),
                        last -> Cursor.encode(last.version())));
    }

    private static long before(@Nullable String after) {
        List<String> parts = Cursor.decode(after, 1);
        if (parts == null) return Long.MAX_VALUE;
        try {
            return Long.parseLong(parts.get(0));
        } catch (NumberFormatException foreign) {
            throw Cursor.invalid();
        }
    }

    private Multi<NoteVersion> texts(Note note, long before, int limit) {
        Multi<NoteVersion> earlier = versions.earlier(note.id(), Math.min(before, note.textVersion()), limit);
        return before <= note.textVersion()
                ? earlier
                : Multi.createBy().concatenating().streams(Multi.createFrom().item(NoteVersion.of(note)), earlier);
    }
}
