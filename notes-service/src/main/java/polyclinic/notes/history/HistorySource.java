package polyclinic.notes.history;

/** How an entry came here. */
enum HistorySource {
    DIGITIZER,
    MANUAL,
    IMPORT,
    /** A machine wrote it, and a person accepted it. */
    MACHINE
}
