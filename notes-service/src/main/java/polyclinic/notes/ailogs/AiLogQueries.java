package polyclinic.notes.ailogs;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;

/** Reads the log of machines, each read with its audit entry. */
@ApplicationScoped
class AiLogQueries {
    /** An entry never changes. */
    static final long VERSION = 1;

    private final AiLogs entries;
    private final Audit audit;

    AiLogQueries(AiLogs entries, Audit audit) {
        this.entries = entries;
        this.audit = audit;
    }

    Uni<AiLogView> read(UUID id, Caller caller) {
        return entries.require(id, caller)
                .call(entry -> audit.read("ai_log", id, entry.patientId()))
                .map(AiLogView::of);
    }

    /** The answer to a repeated request: what the caller may see now, read and audited like anything else. */
    Uni<Answer<AiLogView>> reread(UUID id, Caller caller) {
        return read(id, caller).map(view -> Answer.ok(VERSION, view));
    }

    Uni<Page<AiLogView>> list(AiLogSearch search, Caller caller) {
        return entries.reach(search, caller)
                .chain(reach -> Page.of(entries.list(search, reach), search.limit(), AiLogView::of, last -> new PageKey(
                                        last.recordedAt(), last.id())
                                .encode())
                        .call(page -> audit.searched("ai_log", search.patientId(), page.items(), () -> Uni.createFrom()
                                .item(reach.reachesPatient()))));
    }
}
