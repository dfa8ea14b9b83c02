package polyclinic.notes.proposals;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;
import polyclinic.notes.ailogs.entries.AiModel;
import polyclinic.notes.content.Author;
import polyclinic.notes.events.HistoryType;
import polyclinic.notes.proposals.summaries.AiProposal;
import polyclinic.notes.proposals.summaries.ProposalFailure;
import polyclinic.notes.proposals.summaries.ProposalStatus;
import polyclinic.notes.proposals.summaries.SummarizedBatch;
import polyclinic.notes.proposals.summaries.SummaryStatement;

/**
 * A proposal as clients see it. What the machine was sent and answered stands in the log of machines, with the proposal's id as its
 * {@code conversationId}.
 *
 * @param type what it becomes
 * @param batchId the batch of documents that it is a summary of, or null
 * @param documentsLeftOut of how many documents of that batch not all was shown to the machine
 * @param documentId the document that it was found in, or null
 * @param date of what was found the day
 * @param from the beginning of the part of the record, or null
 * @param before its end, or null
 * @param unsupported whether anything that it says cites nothing in the record
 * @param historyId the entry of the history that it became; it is there a moment later
 */
record AiProposalView(
        UUID id,
        UUID patientId,
        ProposalStatus status,
        HistoryType type,
        @Nullable UUID batchId,
        @Nullable Integer documentsLeftOut,
        @Nullable UUID documentId,
        @Nullable LocalDate date,
        @Nullable Instant from,
        @Nullable Instant before,
        List<SummaryStatement> statements,
        boolean unsupported,
        @Nullable AiModel model,
        @Nullable ProposalFailure failure,
        Author requestedBy,
        Instant requestedAt,
        @Nullable Author decidedBy,
        @Nullable Instant decidedAt,
        @Nullable UUID historyId,
        @JsonIgnore long version)
        implements PatientData {

    static AiProposalView of(AiProposal proposal) {
        SummarizedBatch batch = proposal.batch();
        return new AiProposalView(
                proposal.id(),
                proposal.patientId(),
                proposal.status(),
                proposal.type(),
                batch == null ? null : batch.id(),
                batch == null ? null : batch.leftOut(),
                proposal.documentId(),
                proposal.date(),
                proposal.period().from(),
                proposal.period().before(),
                proposal.statements(),
                proposal.isUnsupported(),
                proposal.model(),
                proposal.failure(),
                proposal.requestedBy(),
                proposal.requestedAt(),
                proposal.decidedBy(),
                proposal.decidedAt(),
                proposal.historyId(),
                proposal.version());
    }
}
