package polyclinic.patient.content;

/** Whether an entry of the record is valid; what was entered in error is kept, and shown in no list. */
public enum EntryStatus {
    ACTIVE,
    ENTERED_IN_ERROR
}
