package polyclinic.prescription.issuing;

/**
 * The process "issue a prescription", step by step. A step is named after what is to be done next; the last two are final.
 *
 * <p>What has happened is reported as an {@link Outcome}. A repeated or late one has no effect; one that is not possible yet is a
 * programming error.
 */
enum Step {
    /** Create the document. */
    RENDER,
    /** Sign it. From here on its bytes are fixed. */
    SIGN,
    /** Store it at asset-service: the only step with an effect outside this service. */
    STORE,
    /** Point to it and be issued. It cannot fail for good: the process only goes forward from here. */
    POINT,
    /** The process succeeded. */
    ISSUED,
    /** The prescription is a draft again, and what was stored will be deleted. */
    RETURNED;

    /** What can happen to the process. */
    enum Outcome {
        RENDERED,
        SIGNED,
        STORED,
        POINTED,
        FAILED,
        TIMED_OUT
    }

    boolean isEnd() {
        return this == ISSUED || this == RETURNED;
    }

    /** Whether a request to store may have been sent, so that giving up has to look for what it left. */
    boolean mayHaveStored() {
        return this == STORE || this == POINT;
    }

    Step after(Outcome outcome) {
        if (isEnd()) return this;
        return switch (outcome) {
            case RENDERED -> advance(RENDER, SIGN);
            case SIGNED -> advance(SIGN, STORE);
            case STORED -> advance(STORE, POINT);
            case POINTED -> advance(POINT, ISSUED);
            case FAILED, TIMED_OUT -> this == POINT ? POINT : RETURNED;
        };
    }

    private Step advance(Step from, Step to) {
        if (this == from) return to;
        if (compareTo(from) > 0) return this;
        throw new IllegalStateException("the process is at " + this + " and cannot have done " + from);
    }
}
