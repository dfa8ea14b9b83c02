package polyclinic.notes.proposals;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.access.PatientAccess;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;
import polyclinic.notes.access.NotesAccessPolicy;
import polyclinic.notes.clients.DocumentReading;
import polyclinic.notes.content.Author;
import polyclinic.notes.events.HistoryType;
import polyclinic.notes.proposals.digitizing.DocumentFindings;
import polyclinic.notes.proposals.summaries.AiProposal;
import polyclinic.notes.proposals.summaries.AiProposals;
import polyclinic.notes.proposals.summaries.ProposalFailure;
import polyclinic.notes.proposals.summaries.SummaryStatement;

/**
 * Proposes as history what rules find in the text of a document. A document is looked through once for each type: what is found has an
 * id that follows from the two.
 */
@ApplicationScoped
class DocumentProposing {
    private final DocumentReading documents;
    private final AiProposals proposals;
    private final ProposalQueries queries;
    private final PatientAccess patients;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;
    private final ZoneId zone;

    DocumentProposing(
            DocumentReading documents,
            AiProposals proposals,
            ProposalQueries queries,
            PatientAccess patients,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Clock clock,
            @ConfigProperty(name = "polyclinic.clinic.zone") ZoneId zone) {
        this.documents = documents;
        this.proposals = proposals;
        this.queries = queries;
        this.patients = patients;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * Fails with 422 when nothing is looked for in documents by that type, when nobody says of which day what is found is, or with
     * {@code unknown-reference}; and with 409 {@code no-text} or {@code already-proposed}.
     */
    Uni<Answer<AiProposalView>> propose(ProposeFromDocument request, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (request.type() != HistoryType.LAB_RESULT && request.type() != HistoryType.PRESCRIPTION)
            throw Problem.invalid("type", "must be lab_result or prescription");
        if (request.date() != null) PastDates.require(request.date(), now, zone);
        return idempotency
                .once(
                        request,
                        proposals.mongoCollection(),
                        receipts -> proposal(request, caller, now).chain(proposal -> {
                            Answer<AiProposalView> answer = Answer.created(
                                    "/api/v1/ai-proposals/" + proposal.id(),
                                    proposal.version(),
                                    AiProposalView.of(proposal));
                            List<Document> messages = outbox.embed(
                                    audit.entry("create", "ai_proposal", proposal.id(), proposal.patientId()));
                            return proposals
                                    .add(proposal, receipts.seal(answer), messages)
                                    .replaceWith(answer);
                        }),
                        earlier -> queries.reread(earlier.createdId(), caller))
                .onFailure(MongoFailures::isDuplicateKey)
                .recoverWithUni(() -> taken(AiProposal.id(request.documentId(), request.type())));
    }

    /** There is one already; or the document was deleted while it was looked through. */
    private <T> Uni<T> taken(UUID proposalId) {
        return proposals.isGone(proposalId).map(gone -> {
            if (gone) throw DocumentReading.unknown();
            throw new Problem(409, "already-proposed", "The document was looked through for this before.")
                    .with("proposalId", proposalId);
        });
    }

    private Uni<AiProposal> proposal(ProposeFromDocument request, Caller caller, Instant now) {
        return documents
                .text(request.documentId())
                .call(text -> patients.require(NotesAccessPolicy.DRAFTS.scope(caller), text.patientId()))
                .chain(text -> {
                    LocalDate date = date(request, text, now);
                    return DocumentFindings.in(text, request.documentId(), request.type())
                            .map(found -> proposal(request, text.patientId(), date, found, caller, now));
                });
    }

    private static AiProposal proposal(
            ProposeFromDocument request,
            UUID patientId,
            LocalDate date,
            List<SummaryStatement> found,
            Caller caller,
            Instant now) {
        UUID document = request.documentId();
        Author by = Author.of(caller);
        if (!found.isEmpty() && found.size() <= DocumentFindings.MAX)
            return AiProposal.found(document, patientId, request.type(), date, found, by, now);
        ProposalFailure failure = found.isEmpty() ? ProposalFailure.NOTHING_FOUND : ProposalFailure.TOO_MUCH_FOUND;
        return AiProposal.notFound(document, patientId, request.type(), date, failure, by, now);
    }

    private LocalDate date(ProposeFromDocument request, DocumentReading.Text text, Instant now) {
        LocalDate date = request.date() == null ? text.date() : request.date();
        if (date == null)
            throw Problem.invalid("date", "must be given, since nobody has said of which day the document is");
        PastDates.require(date, now, zone);
        return date;
    }
}
