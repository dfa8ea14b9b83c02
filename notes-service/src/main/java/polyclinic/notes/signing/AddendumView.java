package polyclinic.notes.signing;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.UUID;
import polyclinic.commons.audit.PatientData;
import polyclinic.notes.content.Addendum;
import polyclinic.notes.content.Author;
import polyclinic.notes.notes.Note;

/** @param noteVersion of the note that shows it */
record AddendumView(
        @JsonIgnore UUID patientId,
        UUID id,
        UUID noteId,
        long noteVersion,
        String text,
        Author author,
        Instant writtenAt)
        implements PatientData {

    static AddendumView of(Note note, Addendum addendum) {
        return new AddendumView(
                note.patientId(),
                addendum.id(),
                note.id(),
                note.version(),
                addendum.text(),
                addendum.author(),
                addendum.writtenAt());
    }
}
