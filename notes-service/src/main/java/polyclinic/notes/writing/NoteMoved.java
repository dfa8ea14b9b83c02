package polyclinic.notes.writing;

/** Another writer changed the note between our reading and our writing: read again and decide again. */
final class NoteMoved extends RuntimeException {
    NoteMoved() {
        super("the note changed meanwhile", null, false, false);
    }
}
