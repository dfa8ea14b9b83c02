package polyclinic.prescription.issuing;

/** A step cannot succeed, however often it is tried. The reason is shown to the doctor and contains no patient data. */
final class PermanentFailure extends RuntimeException {
    private final transient IssuingAttempt attempt;
    private final String reason;

    /** @param attempt in its latest state */
    PermanentFailure(IssuingAttempt attempt, String reason) {
        super(reason, null, false, false);
        this.attempt = attempt;
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    IssuingAttempt attempt() {
        return attempt;
    }
}
