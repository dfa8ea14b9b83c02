package polyclinic.audit.sealing;

/** A year waits for a checkpoint that S3 does not have yet. Nothing is wrong with it. */
class CheckpointNotArchived extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CheckpointNotArchived(String key) {
        super("checkpoint " + key + " is not in S3 yet", null, false, false);
    }
}
