package polyclinic.audit.archive;

/** Another object lies in S3 where this checkpoint belongs. */
class ConflictingCheckpoint extends RuntimeException {
    ConflictingCheckpoint(String key) {
        super("another checkpoint lies in S3 as " + key, null, false, false);
    }
}
