package polyclinic.notes.proposals;

import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * @param from the beginning of the part of the record, a date or an instant; without it from the first entry
 * @param to its end; without it up to the last one
 */
record RequestSummary(
        @Nullable @Size(max = 40) String from,
        @Nullable @Size(max = 40) String to) {}
