package polyclinic.notes.events;

public enum HistoryType {
    PRESCRIPTION,
    DIAGNOSIS,
    VISIT,
    LAB_RESULT
}
