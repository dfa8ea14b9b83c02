package polyclinic.notes.proposals;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.web.Answer;
import polyclinic.notes.proposals.making.AcceptedSummaries;
import polyclinic.notes.proposals.summaries.AiProposal;
import polyclinic.notes.proposals.summaries.AiProposals;

/**
 * Accepts or rejects a proposal. The decision is one write of the proposal, which one of several people wins; the entry of the history
 * follows it, with an id that the decision has chosen, and is made up for in the background where this replica dies between the two.
 */
@ApplicationScoped
class ProposalDeciding {
    private final AiProposals proposals;
    private final ProposalQueries queries;
    private final AcceptedSummaries accepted;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;
    private final ZoneId zone;

    ProposalDeciding(
            AiProposals proposals,
            ProposalQueries queries,
            AcceptedSummaries accepted,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Clock clock,
            @ConfigProperty(name = "polyclinic.clinic.zone") ZoneId zone) {
        this.proposals = proposals;
        this.queries = queries;
        this.accepted = accepted;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
        this.zone = zone;
    }

    /** Fails with 409 {@code proposal-not-open} or {@code unsupported}. */
    Uni<Answer<AiProposalView>> accept(UUID id, @Nullable LocalDate date, Caller caller) {
        if (date != null) PastDates.require(date, clock.instant(), zone);
        return decide(id, date, caller, true)
                .call(() -> accepted.intoHistory(id).onFailure().recoverWithItem(failure -> {
                    Log.warnf(
                            "an accepted summary will become history later: %s",
                            failure.getClass().getName());
                    return null;
                }));
    }

    /** Fails with 409 {@code proposal-not-open}. */
    Uni<Answer<AiProposalView>> reject(UUID id, Caller caller) {
        return decide(id, null, caller, false);
    }

    private Uni<Answer<AiProposalView>> decide(UUID id, @Nullable LocalDate date, Caller caller, boolean accept) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String action = accept ? "accept" : "reject";
        return idempotency.once(
                date == null ? List.of(action, id) : List.of(action, id, date),
                proposals.mongoCollection(),
                receipts -> proposals.require(id, caller).chain(proposal -> {
                    if (accept) proposal.accept(date, caller, now);
                    else proposal.reject(caller, now);
                    Answer<AiProposalView> answer = Answer.ok(proposal.version(), AiProposalView.of(proposal));
                    return proposals
                            .decided(proposal, receipts.seal(answer), outbox.embed(entry(action, proposal)))
                            .replaceWith(answer);
                }),
                earlier -> queries.reread(id, caller));
    }

    private AuditEntry entry(String action, AiProposal proposal) {
        return audit.entry(action, "ai_proposal", proposal.id(), proposal.patientId())
                .withChangedFields(List.of("status"));
    }
}
