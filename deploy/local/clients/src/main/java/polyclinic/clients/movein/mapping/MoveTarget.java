package polyclinic.clients.movein.mapping;

/** What a record of elsewhere becomes here, in the order in which they are stored. */
public enum MoveTarget {
    DOCTOR("/doctors", "doctors"),
    PATIENT("/patients", "patients"),
    QUEUE("/queue", "places in the queue"),
    NOTE("/notes", "notes"),
    HISTORY("/history", "history"),
    INVOICE("/invoices", "invoices");

    private final String path;
    private final String plural;

    MoveTarget(String path, String plural) {
        this.path = path;
        this.plural = plural;
    }

    /** Where it is created and listed, below {@code /api/v1}. */
    public String path() {
        return path;
    }

    public String plural() {
        return plural;
    }
}
