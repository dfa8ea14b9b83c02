package polyclinic.notes.content;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That a record should never have been (FHIR: {@code entered-in-error}). It is on no list, trend or timeline any more; by its id it
 * can still be read, because somebody may have acted on it.
 *
 * @param replacedBy the record that is right, or null
 */
public record EnteredInError(String reason, @Nullable UUID replacedBy, Author by, Instant at) {}
