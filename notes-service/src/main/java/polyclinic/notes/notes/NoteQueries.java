package polyclinic.notes.notes;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.features.SuiteFeature;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.search.SearchQuestion;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;
import polyclinic.notes.access.PatientScope;
import polyclinic.notes.flags.KnownFlags;

/** Reads notes, each read with its audit entry. */
@ApplicationScoped
public class NoteQueries {
    private final Notes notes;
    private final NoteRanking ranking;
    private final Audit audit;
    private final KnownFlags flags;

    NoteQueries(Notes notes, NoteRanking ranking, Audit audit, KnownFlags flags) {
        this.notes = notes;
        this.ranking = ranking;
        this.audit = audit;
        this.flags = flags;
    }

    Uni<NoteView> read(UUID id, Caller caller) {
        return notes.require(id, caller)
                .call(note -> audit.read("note", id, note.patientId()))
                .map(NoteView::of);
    }

    /** The answer to a repeated request: what the caller may see now, read and audited like anything else. */
    public Uni<Answer<NoteView>> reread(UUID id, Caller caller) {
        return read(id, caller).map(view -> Answer.ok(view.version(), view));
    }

    /** By words only while that is switched on; a list needs no flag. */
    Uni<Page<NoteView>> search(NoteSearch search, Caller caller) {
        if (search.q() != null) flags.requireOn(SuiteFeature.NOTES_SEARCH, caller);
        return notes.reach(search.patientId(), caller).chain(reach -> page(search, reach)
                .call(page -> audit.searched("note", search.patientId(), page.items(), () -> Uni.createFrom()
                        .item(reach.reachesPatient()))));
    }

    private Uni<Page<NoteView>> page(NoteSearch search, PatientScope.Reach reach) {
        String q = search.q();
        if (q != null) return ranking.page(search, SearchQuestion.of(q), reach);
        return Page.of(notes.list(search, reach), search.limit(), NoteView::of, last -> new PageKey(
                        last.createdAt(), last.id())
                .encode());
    }
}
