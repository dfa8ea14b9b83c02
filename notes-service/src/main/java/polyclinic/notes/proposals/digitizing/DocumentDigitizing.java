package polyclinic.notes.proposals.digitizing;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.notes.clients.DocumentReading;
import polyclinic.notes.clients.ServiceReading;
import polyclinic.notes.content.Author;
import polyclinic.notes.events.DigitizingEvent;
import polyclinic.notes.events.HistoryType;
import polyclinic.notes.proposals.summaries.AiProposal;
import polyclinic.notes.proposals.summaries.AiProposals;
import polyclinic.notes.proposals.summaries.ProposalFailure;
import polyclinic.notes.proposals.summaries.SummaryStatement;

/**
 * Looks one document through. Its proposals have ids that follow from it, so that they are there once, however often this is done; that it
 * is done is told once, by whoever has the claim.
 */
@ApplicationScoped
class DocumentDigitizing {
    private static final Author RULES = new Author("notes-service", "notes-service");
    private static final Duration FIRST_DELAY = Duration.ofSeconds(5);
    private static final int MAX_DOUBLINGS = 8;

    private final ServiceReading documents;
    private final DocumentWorks works;
    private final DigitizingMetrics metrics;
    private final AiProposals proposals;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    DocumentDigitizing(
            ServiceReading documents,
            DocumentWorks works,
            DigitizingMetrics metrics,
            AiProposals proposals,
            MongoOutbox outbox,
            Audit audit,
            Clock clock) {
        this.documents = documents;
        this.works = works;
        this.metrics = metrics;
        this.proposals = proposals;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** Ends with the document digitized, given up because it is gone, or to be tried again. */
    Uni<Void> digitize(DocumentWork claimed, BackgroundWork work) {
        return documents
                .text(claimed.id())
                .chain(text -> text == null
                        ? ended(claimed, "gone", work.whenReleased(() -> works.delayed(claimed, null)))
                        : propose(claimed, text, work))
                .onFailure()
                .recoverWithUni(failure -> {
                    Log.warnf(
                            "document id=%s is looked through later: %s",
                            claimed.id(), failure.getClass().getName());
                    int doublings = Math.min(claimed.attempts() - 1, MAX_DOUBLINGS);
                    Instant next = now().plus(FIRST_DELAY.multipliedBy(1L << doublings));
                    return work.whenReleased(() -> works.delayed(claimed, next)).replaceWithVoid();
                });
    }

    private Uni<Void> propose(DocumentWork claimed, DocumentReading.Text text, BackgroundWork work) {
        return add(claimed, text, HistoryType.LAB_RESULT, work)
                .chain(results -> add(claimed, text, HistoryType.PRESCRIPTION, work)
                        .map(prescriptions -> results + prescriptions))
                .chain(proposed -> ended(
                        claimed,
                        "digitized",
                        work.whenReleased(() -> works.done(
                                claimed,
                                outbox.embed(
                                        audit.entry("digitize", "asset", claimed.id(), text.patientId()),
                                        new DigitizingEvent.Digitized(
                                                claimed.id(), text.patientId(), proposed, clock.instant()))))));
    }

    private Uni<Void> ended(DocumentWork claimed, String outcome, Uni<Boolean> written) {
        return written.invoke(changed -> {
                    if (changed) metrics.ended(outcome, claimed);
                })
                .replaceWithVoid();
    }

    /** How many proposals there are of the type, one or none. */
    private Uni<Integer> add(DocumentWork claimed, DocumentReading.Text text, HistoryType type, BackgroundWork work) {
        return DocumentFindings.in(text, claimed.id(), type).chain(found -> {
            if (found.isEmpty()) return Uni.createFrom().item(0);
            AiProposal proposal = proposal(claimed, text, type, found);
            return work.whenReleased(() -> proposals.addOnce(
                            proposal,
                            outbox.embed(audit.entry("create", "ai_proposal", proposal.id(), text.patientId()))))
                    .replaceWith(1);
        });
    }

    private AiProposal proposal(
            DocumentWork claimed, DocumentReading.Text text, HistoryType type, List<SummaryStatement> found) {
        return found.size() <= DocumentFindings.MAX
                ? AiProposal.found(claimed.id(), text.patientId(), type, text.date(), found, RULES, now())
                : AiProposal.notFound(
                        claimed.id(),
                        text.patientId(),
                        type,
                        text.date(),
                        ProposalFailure.TOO_MUCH_FOUND,
                        RULES,
                        now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
