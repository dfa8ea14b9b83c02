package polyclinic.notes.events;

public enum NoteStatus {
    DRAFT,
    SIGNED
}
