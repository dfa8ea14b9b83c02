package polyclinic.notes.proposals;

import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.events.HistoryType;

/**
 * @param documentId the document that is looked through
 * @param type what is looked for
 * @param date of which day it is; without it the day that the document is said to be of
 */
record ProposeFromDocument(
        @NotNull UUID documentId,
        @NotNull HistoryType type,
        @Nullable LocalDate date) {}
