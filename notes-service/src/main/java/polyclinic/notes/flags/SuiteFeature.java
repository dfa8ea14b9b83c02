package polyclinic.notes.flags;

/** What of the suite itself a flag switches off, because it costs more than the rest when it goes wrong. Each is on without a flag. */
public enum SuiteFeature {
    /** Notes by their words ({@code q}): the one search that reads many documents for one answer. */
    NOTES_SEARCH("notes-search");

    private final String flag;

    SuiteFeature(String flag) {
        this.flag = flag;
    }

    String flag() {
        return flag;
    }
}
