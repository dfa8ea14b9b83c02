package polyclinic.notes.proposals;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Page;
import polyclinic.commons.web.PageKey;
import polyclinic.notes.proposals.summaries.AiProposals;
import polyclinic.notes.proposals.summaries.ProposalStatus;

/** Reads proposals, each read with its audit entry. */
@ApplicationScoped
class ProposalQueries {
    private final AiProposals proposals;
    private final Audit audit;

    ProposalQueries(AiProposals proposals, Audit audit) {
        this.proposals = proposals;
        this.audit = audit;
    }

    Uni<AiProposalView> read(UUID id, Caller caller) {
        return proposals
                .require(id, caller)
                .call(found -> audit.read("ai_proposal", id, found.patientId()))
                .map(AiProposalView::of);
    }

    /** The answer to a repeated request: what the caller may see now, read and audited like anything else. */
    Uni<Answer<AiProposalView>> reread(UUID id, Caller caller) {
        return read(id, caller).map(view -> Answer.ok(view.version(), view));
    }

    Uni<Page<AiProposalView>> list(
            @Nullable UUID patientId,
            @Nullable ProposalStatus status,
            @Nullable PageKey after,
            int limit,
            Caller caller) {
        return proposals.reach(patientId, caller).chain(reach -> Page.of(
                        proposals.list(status, after, limit, reach), limit, AiProposalView::of, last -> new PageKey(
                                        last.requestedAt(), last.id())
                                .encode())
                .call(page -> audit.searched("ai_proposal", patientId, page.items(), () -> Uni.createFrom()
                        .item(reach.reachesPatient()))));
    }
}
