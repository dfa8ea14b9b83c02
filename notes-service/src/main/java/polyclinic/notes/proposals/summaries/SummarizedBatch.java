package polyclinic.notes.proposals.summaries;

import java.util.List;
import java.util.UUID;

/**
 * The batch of documents that a summary is of.
 *
 * @param documentIds what the machine is to be shown of it, in the order in which they came; once the summary is made what it was shown
 * @param leftOut of how many documents of the batch the machine is not shown all: they have no text, or there is no room for them
 */
public record SummarizedBatch(UUID id, List<UUID> documentIds, int leftOut) {}
