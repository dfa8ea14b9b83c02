package polyclinic.notes.proposals.summaries;

/** How far a proposal is. */
public enum ProposalStatus {
    /** The machine has not answered yet. */
    PENDING,
    /** A person may accept or reject it. */
    OPEN,
    ACCEPTED,
    REJECTED,
    /** Nothing came of it. */
    FAILED
}
