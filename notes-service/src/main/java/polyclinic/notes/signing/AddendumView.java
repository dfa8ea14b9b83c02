package polyclinic.notes.signing;

import java.time.Instant;
import java.util.UUID;
import polyclinic.notes.content.Author;
import polyclinic.notes.notes.Addendum;
import polyclinic.notes.notes.Note;

/** @param noteVersion of the note that shows it */
record AddendumView(UUID id, UUID noteId, long noteVersion, String text, Author author, Instant writtenAt) {

    static AddendumView of(Note note, Addendum addendum) {
        return new AddendumView(
                addendum.id(), note.id(), note.version(), addendum.text(), addendum.author(), addendum.writtenAt());
    }
}
