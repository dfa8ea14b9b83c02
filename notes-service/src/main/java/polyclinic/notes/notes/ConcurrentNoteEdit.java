package polyclinic.notes.notes;

/** Another writer changed the note after it was read: read it again and decide again. */
public final class ConcurrentNoteEdit extends RuntimeException {
    ConcurrentNoteEdit() {
        super("the note has changed since it was read", null, false, false);
    }
}
