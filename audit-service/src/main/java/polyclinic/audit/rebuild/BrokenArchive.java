package polyclinic.audit.rebuild;

/** An object in S3, or what the database has in its place, is not what the chain of checkpoints proves. Nothing behind it is taken. */
class BrokenArchive extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param object its name in the bucket */
    BrokenArchive(String object, String why) {
        super("the audit trail is not rebuilt: checkpoints/" + object + " " + why, null, false, false);
    }
}
