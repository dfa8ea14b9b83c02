package polyclinic.notes.clinicaldata;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.web.PageKey;
import polyclinic.commons.web.TimeRange;

/** @param after where the page before ended */
record ClinicalDataSearch(
        @Nullable UUID patientId,
        @Nullable String dataType,
        TimeRange effective,
        @Nullable PageKey after,
        int limit) {}
