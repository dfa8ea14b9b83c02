package polyclinic.notes.events;

public enum HistoryType {
    PRESCRIPTION,
    DIAGNOSIS,
    VISIT,
    LAB_RESULT,
    /** What a machine wrote of other entries and a person accepted. */
    SUMMARY
}
