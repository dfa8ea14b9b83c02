package polyclinic.audit.analytics.archive;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A month of events that has left the database.
 *
 * @param valid whether a trusted key signed its manifest; of one that is not, nothing more is said
 * @param parts in how many objects
 */
@Schema(name = "AnalyticsArchivedMonth")
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventMonthView(
        String month,
        boolean valid,
        @Nullable Long events,
        @Nullable Integer parts,
        @Nullable String sealedAt) {}
