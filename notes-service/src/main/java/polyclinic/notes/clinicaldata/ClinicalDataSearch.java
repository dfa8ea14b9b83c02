package polyclinic.notes.clinicaldata;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.web.PageKey;
import polyclinic.commons.web.TimeRange;

/**
 * @param enteredInError whether those are asked for that were entered in error, and nothing else
 * @param after where the page before ended
 */
record ClinicalDataSearch(
        @Nullable UUID patientId,
        @Nullable String dataType,
        TimeRange effective,
        boolean enteredInError,
        @Nullable PageKey after,
        int limit) {}
