package polyclinic.notes.transcripts;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.web.PageKey;

/**
 * @param enteredInError whether those are asked for that were entered in error, and nothing else
 * @param after where the page before ended
 */
record TranscriptSearch(
        @Nullable UUID patientId,
        @Nullable UUID encounterId,
        boolean enteredInError,
        @Nullable PageKey after,
        int limit) {}
