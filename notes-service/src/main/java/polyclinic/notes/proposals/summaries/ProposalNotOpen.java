package polyclinic.notes.proposals.summaries;

import polyclinic.commons.problem.Problem;

/** There is nothing to decide: it is not made yet, nothing came of it, or somebody has decided. */
final class ProposalNotOpen extends Problem {
    private static final long serialVersionUID = 1;

    ProposalNotOpen() {
        super(409, "proposal-not-open", "The proposal is not open: it is not made yet, or somebody has decided on it.");
    }
}
