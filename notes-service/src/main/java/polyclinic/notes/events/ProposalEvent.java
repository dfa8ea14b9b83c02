package polyclinic.notes.events;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.UUID;
import polyclinic.commons.messaging.EventType;

/** Events about what machines propose: that a person may decide now, or that nothing came of it. */
public sealed interface ProposalEvent extends DocumentEvent {
    Snapshot proposal();

    @Override
    default UUID aggregateId() {
        return proposal().aiProposalId();
    }

    /** @param createdBy the account of who asked for it, who is to be told */
    record Snapshot(UUID aiProposalId, long version, UUID patientId, String createdBy, Instant occurredAt) {}

    /** It waits for a decision. @param unsupported whether anything that it says cites nothing in the record */
    @EventType("ai-proposal.opened.v1")
    record Opened(@JsonUnwrapped Snapshot proposal, boolean unsupported) implements ProposalEvent {}

    /** The machine has not answered, or nothing that could be read: who still wants it asks again. */
    @EventType("ai-proposal.failed.v1")
    record Failed(@JsonUnwrapped Snapshot proposal) implements ProposalEvent {}
}
