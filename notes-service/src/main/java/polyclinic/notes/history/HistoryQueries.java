package polyclinic.notes.history;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;

/** Reads history, each read with its audit entry. */
@ApplicationScoped
class HistoryQueries {
    private final HistoryEntries entries;
    private final Audit audit;

    HistoryQueries(HistoryEntries entries, Audit audit) {
        this.entries = entries;
        this.audit = audit;
    }

    Uni<HistoryView> read(UUID id, Caller caller) {
        return entries.require(id, caller)
                .call(entry -> audit.read("history", id, entry.patientId()))
                .map(HistoryView::of);
    }

    /** The answer to a repeated request: what the caller may see now, read and audited like anything else. */
    Uni<Answer<HistoryView>> reread(UUID id, Caller caller) {
        return read(id, caller).map(view -> Answer.ok(view.version(), view));
    }

    Uni<Page<HistoryView>> list(HistorySearch search, Caller caller) {
        return entries.reach(search, caller).chain(reach -> Page.of(
                        entries.list(search, reach), search.limit(), HistoryView::of, last -> new PageKey(
                                        last.date(), last.id())
                                .encode())
                .call(page -> audit.searched("history", search.patientId(), page.items(), () -> Uni.createFrom()
                        .item(reach.reachesPatient()))));
    }
}
