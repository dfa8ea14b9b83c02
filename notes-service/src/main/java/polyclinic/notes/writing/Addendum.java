package polyclinic.notes.writing;

import java.time.Instant;
import java.util.UUID;
import polyclinic.notes.people.Author;

/** Something added to a signed note. */
public class Addendum {
    public UUID id;
    public String text;
    public Author author;
    public Instant writtenAt;
}
