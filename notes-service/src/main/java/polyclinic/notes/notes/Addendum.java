package polyclinic.notes.notes;

import java.time.Instant;
import java.util.UUID;
import polyclinic.notes.content.Author;

/** Something added to a signed note. */
public record Addendum(UUID id, String text, Author author, Instant writtenAt) {}
