package polyclinic.notes.proposals;

import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param batchId the batch of documents that it is of; the record is shown beside them where a period is given; without it the record alone
 * @param from the beginning of the part of the record, a date or an instant; without it from the first entry
 * @param to its end; without it up to the last one
 */
record RequestSummary(
        @Nullable UUID batchId,
        @Nullable @Size(max = 40) String from,
        @Nullable @Size(max = 40) String to) {}
