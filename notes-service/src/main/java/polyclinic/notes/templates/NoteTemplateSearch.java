package polyclinic.notes.templates;

import org.jspecify.annotations.Nullable;
import polyclinic.commons.web.PageKey;
import polyclinic.notes.events.NoteType;

/**
 * @param specialty those of the specialty and those of none; null for all
 * @param retired whether those are asked for that are retired, and nothing else
 * @param after where the page before ended
 */
record NoteTemplateSearch(
        @Nullable String specialty,
        @Nullable NoteType type,
        boolean retired,
        @Nullable PageKey after,
        int limit) {}
