package polyclinic.notes.templates;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;

/** Reads templates. They are looked at with every note that is begun and show nobody, so that leaves no entry. */
@ApplicationScoped
class NoteTemplateQueries {
    private final NoteTemplates templates;

    NoteTemplateQueries(NoteTemplates templates) {
        this.templates = templates;
    }

    Uni<NoteTemplateView> read(UUID id, Caller caller) {
        return templates.require(id, caller).map(NoteTemplateView::of);
    }

    /** The answer to a repeated request: what the caller may see now. */
    Uni<Answer<NoteTemplateView>> reread(UUID id, Caller caller) {
        return read(id, caller).map(view -> Answer.ok(view.version(), view));
    }

    Uni<Page<NoteTemplateView>> list(NoteTemplateSearch search, Caller caller) {
        return Page.of(templates.list(search, caller), search.limit(), NoteTemplateView::of, last -> new PageKey(
                        last.createdAt(), last.id())
                .encode());
    }
}
