package polyclinic.notes.notes;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;

/** Reads notes, each read with its audit entry. */
@ApplicationScoped
class NoteQueries {
    private final Notes notes;
    private final Audit audit;

    NoteQueries(Notes notes, Audit audit) {
        this.notes = notes;
        this.audit = audit;
    }

    Uni<NoteView> read(UUID id, Caller caller) {
        return notes.require(id, caller)
                .call(note -> audit.read("note", id, note.patientId()))
                .map(NoteView::of);
    }

    Uni<Page<NoteView>> search(NoteSearch search, Caller caller) {
        return Page.of(notes.search(search, caller), search.limit(), NoteView::of, last -> new PageKey(
                                last.createdAt(), last.id())
                        .encode())
                .call(() -> audit.searched("note", search.patientId()));
    }
}
