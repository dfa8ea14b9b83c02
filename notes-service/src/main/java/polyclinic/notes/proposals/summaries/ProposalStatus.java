package polyclinic.notes.proposals.summaries;

/** How far a proposal is. */
public enum ProposalStatus {
    /** The machine has not answered yet. */
    PENDING,
    /** A person may accept or reject it. */
    OPEN,
    ACCEPTED,
    REJECTED,
    /** The document that it was found in was deleted before somebody decided. */
    WITHDRAWN,
    /** Nothing came of it. */
    FAILED
}
