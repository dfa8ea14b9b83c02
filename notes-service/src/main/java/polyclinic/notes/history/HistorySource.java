package polyclinic.notes.history;

/** How an entry came here. */
public enum HistorySource {
    DIGITIZER,
    MANUAL,
    IMPORT
}
