package polyclinic.notes.history;

/** How an entry came here. */
enum HistorySource {
    DIGITIZER,
    MANUAL,
    IMPORT
}
