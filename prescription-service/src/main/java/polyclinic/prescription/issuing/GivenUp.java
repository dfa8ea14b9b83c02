package polyclinic.prescription.issuing;

/** A step cannot succeed, however often it is tried. The message is shown to the doctor; it holds no patient data. */
final class GivenUp extends RuntimeException {
    private final transient Run run;

    /** @param run the attempt with everything that is known of it now */
    GivenUp(Run run, String reason) {
        super(reason, null, false, false);
        this.run = run;
    }

    Run run() {
        return run;
    }
}
