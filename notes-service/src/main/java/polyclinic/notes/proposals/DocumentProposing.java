package polyclinic.notes.proposals;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
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
import polyclinic.commons.async.SameContext;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoFailures;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;
import polyclinic.notes.access.NotesAccessPolicy;
import polyclinic.notes.clients.DocumentReading;
import polyclinic.notes.content.EarliestDate;
import polyclinic.notes.events.HistoryType;
import polyclinic.notes.proposals.findings.DocumentFinding;
import polyclinic.notes.proposals.findings.LabLineReader;
import polyclinic.notes.proposals.findings.MedicationLineReader;
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
    /** An entry of the history holds them all. */
    private static final int MAX_FINDINGS = 300;

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
        if (request.date() != null) requirePast(request.date(), now);
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
                .transform(twice -> new Problem(
                                409, "already-proposed", "The document was looked through for this before.")
                        .with("proposalId", AiProposal.id(request.documentId(), request.type())));
    }

    private Uni<AiProposal> proposal(ProposeFromDocument request, Caller caller, Instant now) {
        return documents
                .text(request.documentId())
                .call(text -> patients.require(NotesAccessPolicy.DRAFTS.scope(caller), text.patientId()))
                .chain(text -> date(request, now).chain(date -> found(request, text)
                        .map(found -> proposal(request, text.patientId(), date, found, caller, now))));
    }

    private static AiProposal proposal(
            ProposeFromDocument request,
            UUID patientId,
            LocalDate date,
            List<SummaryStatement> found,
            Caller caller,
            Instant now) {
        UUID document = request.documentId();
        if (!found.isEmpty() && found.size() <= MAX_FINDINGS)
            return AiProposal.found(document, patientId, request.type(), date, found, caller, now);
        ProposalFailure failure = found.isEmpty() ? ProposalFailure.NOTHING_FOUND : ProposalFailure.TOO_MUCH_FOUND;
        return AiProposal.notFound(document, patientId, request.type(), date, failure, caller, now);
    }

    private Uni<LocalDate> date(ProposeFromDocument request, Instant now) {
        if (request.date() != null) return Uni.createFrom().item(request.date());
        return documents
                .date(request.documentId())
                .map(date -> date.orElseThrow(() ->
                        Problem.invalid("date", "must be given, since nobody has said of which day the document is")))
                .invoke(date -> requirePast(date, now));
    }

    /** As the history requires it of its entries, before somebody accepts what could be none. */
    private void requirePast(LocalDate date, Instant now) {
        if (date.isAfter(LocalDate.ofInstant(now, zone))) throw Problem.invalid("date", "must not be in the future");
        if (date.isBefore(EarliestDate.DATE)) throw Problem.invalid("date", "must not be before " + EarliestDate.DATE);
    }

    /** A text may have a million characters: it is looked through where nobody else waits. */
    private static Uni<List<SummaryStatement>> found(ProposeFromDocument request, DocumentReading.Text text) {
        return SameContext.emitOn(Uni.createFrom()
                .item(() -> findings(request.type(), text).stream()
                        .map(finding -> SummaryStatement.ofDocument(
                                text.pages().get(finding.page() - 1).substring(finding.start(), finding.end()),
                                request.documentId(),
                                finding))
                        .toList())
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }

    private static List<DocumentFinding> findings(HistoryType type, DocumentReading.Text text) {
        return type == HistoryType.LAB_RESULT
                ? LabLineReader.find(text.pages(), text.language())
                : MedicationLineReader.find(text.pages(), text.language());
    }
}
