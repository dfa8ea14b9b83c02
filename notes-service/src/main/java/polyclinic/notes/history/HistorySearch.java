package polyclinic.notes.history;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.provenance.ExternalId;
import polyclinic.commons.web.PageKey;
import polyclinic.commons.web.TimeRange;
import polyclinic.notes.events.HistoryType;

/**
 * @param enteredInError whether those are asked for that were entered in error, and nothing else
 * @param date when it happened
 * @param after where the page before ended
 */
record HistorySearch(
        @Nullable UUID patientId,
        @Nullable HistoryType type,
        TimeRange date,
        boolean enteredInError,
        @Nullable ExternalId externalId,
        @Nullable PageKey after,
        int limit) {}
