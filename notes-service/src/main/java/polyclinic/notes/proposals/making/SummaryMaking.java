package polyclinic.notes.proposals.making;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.problem.Problem;
import polyclinic.notes.ailogs.MachineLog;
import polyclinic.notes.ailogs.entries.AiLogKind;
import polyclinic.notes.ailogs.entries.AiLogOutcome;
import polyclinic.notes.ailogs.entries.AiModel;
import polyclinic.notes.events.ProposalEvent;
import polyclinic.notes.languagemodels.LanguageModel;
import polyclinic.notes.languagemodels.LanguageModels;
import polyclinic.notes.languagemodels.ModelAnswer;
import polyclinic.notes.languagemodels.NoModelAnswer;
import polyclinic.notes.proposals.summaries.AiProposal;
import polyclinic.notes.proposals.summaries.AiProposals;
import polyclinic.notes.proposals.summaries.ProposalFailure;
import polyclinic.notes.proposals.summaries.SummaryStatement;

/**
 * Has a machine make one summary: what it is shown is looked up, it is asked, and its answer is read. Each of the three is in the log of
 * machines before the next begins, so nothing leaves of which the log does not know.
 */
@ApplicationScoped
class SummaryMaking {
    private static final String ENTITY = "ai_proposal";
    private static final AiModel RETRIEVAL = new AiModel("notes-service", "record-retrieval", "1");

    private final LanguageModels models;
    private final SummarySources sources;
    private final AiProposals proposals;
    private final MachineLog log;
    private final ProposalConfig config;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    SummaryMaking(
            LanguageModels models,
            SummarySources sources,
            AiProposals proposals,
            MachineLog log,
            ProposalConfig config,
            MongoOutbox outbox,
            Audit audit,
            Clock clock) {
        this.models = models;
        this.sources = sources;
        this.proposals = proposals;
        this.log = log;
        this.config = config;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Ends with the proposal open, failed or to be tried again.
     *
     * @param claimed by this replica
     * @param work what writes waits while the service is held; the machine's answer does not
     */
    Uni<Void> make(AiProposal claimed, BackgroundWork work) {
        if (claimed.attempts() > config.attempts()) return fail(claimed, ProposalFailure.NO_ANSWER, work);
        return Uni.createFrom()
                .item(models::require)
                .chain(model -> sources.of(claimed)
                        .chain(shown -> shown.entries().isEmpty()
                                ? fail(claimed, ProposalFailure.NOTHING_FOUND, work)
                                : ask(claimed, model, shown, work)))
                .onFailure(SummaryReader.UnreadableAnswer.class)
                .recoverWithUni(failure -> again(claimed, ProposalFailure.UNREADABLE_ANSWER, failure, work))
                .onFailure(BatchRetrieval.UnreadableBatch.class)
                .recoverWithUni(failure -> again(claimed, ProposalFailure.UNREADABLE_BATCH, failure, work))
                .onFailure(NoModelAnswer.class)
                .recoverWithUni(failure -> failure.isWorthRepeating()
                        ? again(claimed, ProposalFailure.NO_ANSWER, failure, work)
                        : refused(claimed, failure, work))
                // The settings have changed since it was asked for.
                .onFailure(Problem.class)
                .recoverWithUni(failure -> again(claimed, ProposalFailure.NO_ANSWER, failure, work));
    }

    private Uni<Void> ask(AiProposal claimed, LanguageModel model, SummarySources.Shown shown, BackgroundWork work) {
        String prompt = SummaryPrompt.text(shown.entries());
        return work.whenReleased(() -> entry(claimed, AiLogKind.RETRIEVAL, RETRIEVAL)
                        .input(SummarySources.question(claimed))
                        .sources(shown.entries().stream()
                                .map(RecordEntry::source)
                                .toList())
                        .write()
                        .chain(() -> entry(claimed, AiLogKind.PROMPT, model.identity())
                                .input(SummaryPrompt.INSTRUCTIONS + "\n\n" + prompt)
                                .write()))
                .chain(() -> model.ask(SummaryPrompt.INSTRUCTIONS, prompt))
                .onFailure(NoModelAnswer.class)
                .call(failure -> work.whenReleased(() -> entry(claimed, AiLogKind.COMPLETION, model.identity())
                        .input(reference(claimed))
                        .output(failure.getMessage())
                        .outcome(AiLogOutcome.FAILED)
                        .write()))
                .chain(answer -> read(claimed, answer, shown, work));
    }

    private Uni<Void> read(AiProposal claimed, ModelAnswer answer, SummarySources.Shown shown, BackgroundWork work) {
        return work.whenReleased(() -> entry(claimed, AiLogKind.COMPLETION, answer.model())
                        .input(reference(claimed))
                        .output(answer.text())
                        .usage(answer.usage(), answer.latencyMs())
                        .outcome(AiLogOutcome.SUCCESS)
                        .write())
                .chain(() -> {
                    List<SummaryStatement> statements = SummaryReader.read(answer.text(), shown.entries());
                    return work.whenReleased(() -> proposals.made(
                            claimed,
                            statements,
                            answer.model(),
                            shown.batch(),
                            messages(
                                    claimed,
                                    "complete",
                                    null,
                                    new ProposalEvent.Opened(
                                            snapshot(claimed),
                                            statements.stream().anyMatch(SummaryStatement::unsupported)))));
                });
    }

    private static String reference(AiProposal claimed) {
        return "the prompt of attempt " + claimed.attempts() + " of the conversation " + claimed.id();
    }

    private MachineLog.Entry entry(AiProposal claimed, AiLogKind kind, AiModel model) {
        return log.entry(kind, model, claimed.patientId(), claimed.id(), claimed.requestedBy());
    }

    private Uni<Void> refused(AiProposal claimed, Throwable failure, BackgroundWork work) {
        Log.warnf("the language model refuses: %s", failure.getMessage());
        return fail(claimed, ProposalFailure.REFUSED, work);
    }

    private Uni<Void> again(AiProposal claimed, ProposalFailure reason, Throwable failure, BackgroundWork work) {
        Log.warnf("a summary is not made: %s", failure.getMessage());
        if (claimed.attempts() >= config.attempts()) return fail(claimed, reason, work);
        Duration delay = config.retryDelay().multipliedBy(1L << (claimed.attempts() - 1));
        Instant next = clock.instant().truncatedTo(ChronoUnit.MILLIS).plus(delay);
        return work.whenReleased(() -> proposals.delayed(claimed, next));
    }

    private Uni<Void> fail(AiProposal claimed, ProposalFailure reason, BackgroundWork work) {
        return work.whenReleased(() -> proposals.failed(
                claimed, reason, messages(claimed, "fail", reason, new ProposalEvent.Failed(snapshot(claimed)))));
    }

    /** As it is behind the write that ends it. */
    private ProposalEvent.Snapshot snapshot(AiProposal claimed) {
        return new ProposalEvent.Snapshot(
                claimed.id(),
                claimed.version() + 1,
                claimed.patientId(),
                claimed.requestedBy().subject(),
                clock.instant());
    }

    private List<Document> messages(
            AiProposal claimed, String action, @Nullable ProposalFailure reason, ProposalEvent event) {
        UUID id = claimed.id();
        return outbox.embed(
                audit.entry(action, ENTITY, id, claimed.patientId())
                        .withChangedFields(List.of("status"))
                        .withReason(reason == null ? null : reason.name().toLowerCase(Locale.ROOT)),
                event);
    }
}
