package polyclinic.notes.notes;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.web.PageKey;
import polyclinic.commons.web.TimeRange;
import polyclinic.notes.events.NoteType;

/**
 * @param q words, each the beginning of a word of the note
 * @param created when the note was begun
 * @param after where the page before ended
 */
record NoteSearch(
        @Nullable UUID patientId,
        @Nullable String q,
        @Nullable NoteType type,
        TimeRange created,
        @Nullable PageKey after,
        int limit) {}
