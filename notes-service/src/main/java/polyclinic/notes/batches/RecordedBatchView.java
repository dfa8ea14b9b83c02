package polyclinic.notes.batches;

import java.util.List;
import java.util.UUID;
import polyclinic.commons.audit.PatientData;

/**
 * What became of a request's entries.
 *
 * @param items one for each entry of the request, in its order
 */
public record RecordedBatchView(UUID patientId, List<RecordedItemView> items) implements PatientData {
    /** @param existing whether it was there before the request, brought in under the same source and id */
    public record RecordedItemView(UUID id, boolean existing) {}
}
