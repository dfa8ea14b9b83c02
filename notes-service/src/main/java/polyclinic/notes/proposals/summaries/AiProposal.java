package polyclinic.notes.proposals.summaries;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.util.List;
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

/** A summary of a part of a patient's record that a machine is to make, has made, and a person has decided on. */
@MongoEntity(collection = AiProposals.COLLECTION)
public class AiProposal extends OutboxDocument {
    @BsonId
    private UUID id;

    private long version;
    private UUID patientId;
    private ProposalStatus status;
    private @Nullable Instant from;
    private @Nullable Instant before;
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

    /** @param now of no more than milliseconds, as a BSON date has them */
    public static AiProposal request(UUID patientId, TimeRange period, Caller caller, Instant now) {
        AiProposal proposal = new AiProposal();
        proposal.id = Ids.next();
        proposal.version = 1;
        proposal.patientId = patientId;
        proposal.status = ProposalStatus.PENDING;
        proposal.from = period.from();
        proposal.before = period.before();
        proposal.requestedBy = Author.of(caller);
        proposal.requestedAt = now;
        proposal.statements = List.of();
        proposal.nextAttemptAt = now;
        return proposal;
    }

    /** Fails with 409 {@code proposal-not-open} unless it is open, or with 409 {@code unsupported} when nothing of it is in the record. */
    public void accept(Caller caller, Instant now) {
        requireOpen();
        if (supported().isEmpty())
            throw new Problem(409, "unsupported", "Nothing that the proposal says leads to an entry of the record.");
        decide(ProposalStatus.ACCEPTED, caller, now);
        historyId = Ids.next();
        historyDue = true;
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

    /** What it says that rests on entries of the record. */
    public List<SummaryStatement> supported() {
        return statements.stream().filter(statement -> !statement.unsupported()).toList();
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
