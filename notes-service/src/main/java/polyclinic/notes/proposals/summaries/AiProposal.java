package polyclinic.notes.proposals.summaries;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;
import polyclinic.commons.web.TimeRange;
import polyclinic.notes.ailogs.entries.AiModel;
import polyclinic.notes.content.Author;
import polyclinic.notes.events.HistoryType;

/**
 * What a machine is to make, has made, and a person has decided on: a summary of a part of a patient's record; or what rules have found
 * in a document, which is there at once.
 */
@MongoEntity(collection = AiProposals.COLLECTION)
public class AiProposal extends OutboxDocument {
    @BsonId
    private UUID id;

    private long version;
    private UUID patientId;
    private ProposalStatus status;
    private @Nullable Instant from;
    private @Nullable Instant before;
    /** What it becomes; null for a summary that an earlier release asked for. */
    private @Nullable HistoryType type;
    /** What it is a summary of, where that is a batch of documents. */
    private @Nullable SummarizedBatch batch;
    /** The document that it was found in. */
    private @Nullable UUID documentId;
    /** Of what was found the day, in ISO 8601. */
    private @Nullable String date;

    private Author requestedBy;
    private Instant requestedAt;
    private List<SummaryStatement> statements;
    private boolean unsupported;
    private @Nullable AiModel model;
    private @Nullable ProposalFailure failure;
    private @Nullable Author decidedBy;
    private @Nullable Instant decidedAt;
    /** The entry of the history that it became. */
    private @Nullable UUID historyId;
    /** Whether that entry is still to be written. */
    private @Nullable Boolean historyDue;

    private int attempts;
    /** When it is tried; of one that is being made until when nobody else takes it. */
    private @Nullable Instant nextAttemptAt;

    @SuppressWarnings("NullAway.Init")
    private AiProposal() {}

    /**
     * @param batch the documents that it is to be of, or null for the record alone
     * @param now of no more than milliseconds, as a BSON date has them
     */
    public static AiProposal request(
            UUID patientId, @Nullable SummarizedBatch batch, TimeRange period, Caller caller, Instant now) {
        AiProposal proposal = new AiProposal();
        proposal.id = Ids.next();
        proposal.version = 1;
        proposal.patientId = patientId;
        proposal.status = ProposalStatus.PENDING;
        proposal.type = HistoryType.SUMMARY;
        proposal.batch = batch;
        proposal.from = period.from();
        proposal.before = period.before();
        proposal.requestedBy = Author.of(caller);
        proposal.requestedAt = now;
        proposal.statements = List.of();
        proposal.nextAttemptAt = now;
        return proposal;
    }

    /**
     * What was found in a document. The same for the same document and type, so that it is there once.
     *
     * @param date of which day what was found is; null when who accepts it is to say so
     * @param statements not more than an entry of the history can hold
     */
    public static AiProposal found(
            UUID documentId,
            UUID patientId,
            HistoryType type,
            @Nullable LocalDate date,
            List<SummaryStatement> statements,
            Author by,
            Instant now) {
        AiProposal proposal = of(documentId, patientId, type, date, by, now);
        proposal.status = ProposalStatus.OPEN;
        proposal.statements = statements;
        return proposal;
    }

    /** The same of a document in which nothing was found, or too much. */
    public static AiProposal notFound(
            UUID documentId,
            UUID patientId,
            HistoryType type,
            @Nullable LocalDate date,
            ProposalFailure failure,
            Author by,
            Instant now) {
        AiProposal proposal = of(documentId, patientId, type, date, by, now);
        proposal.status = ProposalStatus.FAILED;
        proposal.failure = failure;
        return proposal;
    }

    private static AiProposal of(
            UUID documentId, UUID patientId, HistoryType type, @Nullable LocalDate date, Author by, Instant now) {
        AiProposal proposal = new AiProposal();
        proposal.id = id(documentId, type);
        proposal.version = 1;
        proposal.patientId = patientId;
        proposal.type = type;
        proposal.documentId = documentId;
        proposal.date = date == null ? null : date.toString();
        proposal.requestedBy = by;
        proposal.requestedAt = now;
        proposal.statements = List.of();
        return proposal;
    }

    /** The id of what is found of a type in a document. */
    public static UUID id(UUID documentId, HistoryType type) {
        return UUID.nameUUIDFromBytes(("document|" + documentId + "|" + type).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Fails with 409 {@code proposal-not-open} unless it is open, or with 409 {@code unsupported} when nothing of it is in the record.
     *
     * @param day of what was found the day, where nobody has said so before; 422 when it is missing then, or is another one than is known
     */
    public void accept(@Nullable LocalDate day, Caller caller, Instant now) {
        requireOpen();
        require(day);
        if (supported().isEmpty())
            throw new Problem(409, "unsupported", "Nothing that the proposal says is certain to stand in the record.");
        decide(ProposalStatus.ACCEPTED, caller, now);
        historyId = Ids.next();
        historyDue = true;
    }

    private void require(@Nullable LocalDate day) {
        boolean unknown = documentId != null && date == null;
        if (unknown && day == null)
            throw Problem.invalid("date", "must be given, since nobody has said of which day the document is");
        if (unknown) date = String.valueOf(day);
        else if (day != null && !day.equals(date()))
            throw Problem.invalid("date", "must not be another one than the proposal's");
    }

    /** Fails with 409 {@code proposal-not-open} unless it is open. */
    public void reject(Caller caller, Instant now) {
        requireOpen();
        decide(ProposalStatus.REJECTED, caller, now);
    }

    private void requireOpen() {
        if (status != ProposalStatus.OPEN) throw new ProposalNotOpen();
    }

    private void decide(ProposalStatus decision, Caller caller, Instant now) {
        status = decision;
        decidedBy = Author.of(caller);
        decidedAt = now;
        version++;
    }

    /** What it says that rests on entries of the record, or on lines about which there is no doubt. */
    public List<SummaryStatement> supported() {
        return statements.stream().filter(SummaryStatement::mayBecomeHistory).toList();
    }

    public HistoryType type() {
        return Objects.requireNonNullElse(type, HistoryType.SUMMARY);
    }

    public @Nullable SummarizedBatch batch() {
        return batch;
    }

    public @Nullable UUID documentId() {
        return documentId;
    }

    /** Of what was found the day. */
    public @Nullable LocalDate date() {
        return date == null ? null : LocalDate.parse(date);
    }

    public TimeRange period() {
        return new TimeRange(from, before);
    }

    public UUID id() {
        return id;
    }

    public long version() {
        return version;
    }

    public UUID patientId() {
        return patientId;
    }

    public ProposalStatus status() {
        return status;
    }

    public Author requestedBy() {
        return requestedBy;
    }

    public Instant requestedAt() {
        return requestedAt;
    }

    public List<SummaryStatement> statements() {
        return statements;
    }

    public boolean isUnsupported() {
        return unsupported;
    }

    public @Nullable AiModel model() {
        return model;
    }

    public @Nullable ProposalFailure failure() {
        return failure;
    }

    public @Nullable Author decidedBy() {
        return decidedBy;
    }

    public @Nullable Instant decidedAt() {
        return decidedAt;
    }

    public @Nullable UUID historyId() {
        return historyId;
    }

    public int attempts() {
        return attempts;
    }

    public @Nullable Instant nextAttemptAt() {
        return nextAttemptAt;
    }
}
