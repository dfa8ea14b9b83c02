package polyclinic.notes.proposals;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.PatientAccess;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.TimeRange;
import polyclinic.notes.access.NotesAccessPolicy;
import polyclinic.notes.clients.BatchReading;
import polyclinic.notes.languagemodels.LanguageModels;
import polyclinic.notes.proposals.making.ProposalRounds;
import polyclinic.notes.proposals.making.SummaryBudget;
import polyclinic.notes.proposals.summaries.AiProposal;
import polyclinic.notes.proposals.summaries.AiProposals;
import polyclinic.notes.proposals.summaries.SummarizedBatch;
import polyclinic.notes.store.SearchPeriod;

/** Asks a machine for a summary of a part of a patient's record. The machine answers later, whatever becomes of this replica. */
@ApplicationScoped
class SummaryRequesting {
    private final LanguageModels models;
    private final AiProposals proposals;
    private final ProposalQueries queries;
    private final ProposalRounds rounds;
    private final SummaryBudget budget;
    private final BatchReading batches;
    private final PatientAccess patients;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;
    private final ZoneId zone;

    SummaryRequesting(
            LanguageModels models,
            AiProposals proposals,
            ProposalQueries queries,
            ProposalRounds rounds,
            SummaryBudget budget,
            BatchReading batches,
            PatientAccess patients,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Clock clock,
            @ConfigProperty(name = "polyclinic.clinic.zone") ZoneId zone) {
        this.models = models;
        this.proposals = proposals;
        this.queries = queries;
        this.rounds = rounds;
        this.budget = budget;
        this.batches = batches;
        this.patients = patients;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * Fails with 503 {@code ai-not-configured} or {@code ai-may-not-leave}, with 404 when there is no such patient within the caller's
     * reach, with 422 {@code unknown-reference} or 409 {@code no-text} for the batch, and with 429 {@code too-many-summaries}.
     */
    Uni<Answer<AiProposalView>> request(UUID patientId, RequestSummary request, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        TimeRange period = SearchPeriod.of(request.from(), request.to(), zone);
        return idempotency.once(
                List.of(patientId, request),
                proposals.mongoCollection(),
                receipts -> requirePatient(patientId, caller)
                        .invoke(models::require)
                        .chain(() -> batch(request.batchId(), patientId))
                        .call(() -> budget.take(caller, now))
                        .chain(batch -> {
                            AiProposal proposal = AiProposal.request(patientId, batch, period, caller, now);
                            Answer<AiProposalView> answer = Answer.accepted(
                                    "/api/v1/ai-proposals/" + proposal.id(),
                                    proposal.version(),
                                    AiProposalView.of(proposal));
                            List<Document> messages =
                                    outbox.embed(audit.entry("create", "ai_proposal", proposal.id(), patientId));
                            return proposals
                                    .add(proposal, receipts.seal(answer), messages)
                                    .invoke(rounds::wake)
                                    .replaceWith(answer);
                        }),
                earlier -> queries.reread(earlier.createdId(), caller));
    }

    private Uni<@Nullable SummarizedBatch> batch(@Nullable UUID batchId, UUID patientId) {
        if (batchId == null) return Uni.createFrom().nullItem();
        return batches.documents(batchId, patientId)
                .map(found -> new SummarizedBatch(batchId, found.withText(), found.others()));
    }

    private Uni<Void> requirePatient(UUID patientId, Caller caller) {
        Scope scope = NotesAccessPolicy.DRAFTS.scope(caller);
        return patients.exists(scope, patientId).map(exists -> {
            if (!exists)
                throw new NotFound("patient").about("timeline", patientId, scope.equals(Scope.ALL) ? null : patientId);
            return null;
        });
    }
}
