package polyclinic.notes.content;

import java.time.Instant;
import java.util.UUID;

/** Something added to a signed note. */
public record Addendum(UUID id, String text, Author author, Instant writtenAt) {}
