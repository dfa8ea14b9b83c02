package polyclinic.notes.versions;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
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
                .chain(note -> versions.earlier(noteId, Math.min(before, note.textVersion()), limit + 1)
                        .map(earlier -> before <= note.textVersion() ? earlier : withPresent(note, earlier)))
                .map(texts -> Page.of(texts, limit, NoteVersionView::of, last -> Cursor.encode(last.version())));
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

    private static List<NoteVersion> withPresent(Note note, List<NoteVersion> earlier) {
        List<NoteVersion> all = new ArrayList<>(earlier);
        all.add(0, NoteVersion.of(note));
        return all;
    }
}
