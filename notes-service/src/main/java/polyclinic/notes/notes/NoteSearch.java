package polyclinic.notes.notes;

import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.provenance.ExternalId;
import polyclinic.commons.web.TimeRange;
import polyclinic.notes.events.NoteType;

/**
 * @param q what is looked for in the notes, which are ranked by it then; null for a list
 * @param created when the note was begun
 * @param enteredInError whether those are asked for that were entered in error, and nothing else
 * @param after the {@code next} of an earlier page
 */
record NoteSearch(
        @Nullable UUID patientId,
        @Nullable String q,
        @Nullable NoteType type,
        TimeRange created,
        boolean enteredInError,
        @Nullable ExternalId externalId,
        @Nullable String after,
        int limit) {
    /**
     * The criteria as a client writes them, each with the meaning of the query parameter of that name.
     *
     * @param from date or instant
     * @param to date or instant
     * @param externalId {@code source|id} of the system that a note was written in
     * @param after the {@code next} of an earlier page
     */
    record NoteCriteria(
            @Nullable UUID patientId,
            @Size(max = 500) @Nullable String q,
            @Nullable NoteType type,
            @Size(max = 40) @Nullable String from,
            @Size(max = 40) @Nullable String to,
            @Nullable Boolean enteredInError,
            @Size(max = 401) @Nullable String externalId,
            @Nullable Integer limit,
            @Size(max = 500) @Nullable String after) {}
}
