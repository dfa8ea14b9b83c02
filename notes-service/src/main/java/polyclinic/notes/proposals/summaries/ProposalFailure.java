package polyclinic.notes.proposals.summaries;

/** Why nothing came of a proposal. */
public enum ProposalFailure {
    /** There is nothing in the record at that time, or no such line in the document. */
    NOTHING_FOUND,
    /** The document has more such lines than an entry of the history can hold. */
    TOO_MUCH_FOUND,
    /** What the documents of the batch say cannot be read now. */
    UNREADABLE_BATCH,
    /** The machine does not answer. */
    NO_ANSWER,
    /** The machine refuses to answer. */
    REFUSED,
    /** What it answers cannot be read. */
    UNREADABLE_ANSWER
}
