package polyclinic.asset.batches;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a list of batches is asked for; null where nothing is asked.
 *
 * @param after id of the last batch of the page before
 */
record DocumentBatchSearch(
        @Nullable UUID patientId,
        @Nullable BatchStatus status,
        @Nullable UUID after,
        int limit) {}
