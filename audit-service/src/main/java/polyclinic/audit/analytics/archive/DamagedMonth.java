package polyclinic.audit.analytics.archive;

/** What lies in S3 of a month is not what was sealed, or the database has more. Nothing is removed then. */
class DamagedMonth extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedMonth(String what) {
        super(what, null, false, false);
    }
}
