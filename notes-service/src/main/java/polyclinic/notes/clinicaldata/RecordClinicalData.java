package polyclinic.notes.clinicaldata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.batches.BatchEntries;

/**
 * @param dataType {@code lab_result}, {@code vital_signs}, {@code imaging}, {@code symptoms} or another kind of the
 *     clinic's own, in lower snake case
 * @param effectiveAt when it was true of the patient, as in FHIR's Observation.effective; now if absent
 */
record RecordClinicalData(
        @NotNull UUID patientId,

        @NotNull @Pattern(regexp = ClinicalData.TYPE, message = RecordClinicalData.WRONG_TYPE)
        String dataType,

        @NotNull ObjectNode data,
        @Nullable ObjectNode metadata,
        @Nullable Instant effectiveAt) {

    /** Several data of one patient: all are stored or none is. */
    record RecordClinicalDataBatch(
            @NotNull UUID patientId,

            @NotNull @Size(min = 1, max = BatchEntries.MAX) List<@Valid @NotNull ClinicalDataBatchEntry> entries) {
        /** The entry as a request of its own. */
        RecordClinicalData entry(int index) {
            ClinicalDataBatchEntry entry = entries.get(index);
            return new RecordClinicalData(
                    patientId, entry.dataType(), entry.data(), entry.metadata(), entry.effectiveAt());
        }
    }

    /** One of them: what {@link RecordClinicalData} says, but for the patient. */
    record ClinicalDataBatchEntry(
            @NotNull @Pattern(regexp = ClinicalData.TYPE, message = RecordClinicalData.WRONG_TYPE)
            String dataType,

            @NotNull ObjectNode data,
            @Nullable ObjectNode metadata,
            @Nullable Instant effectiveAt) {}

    private static final String WRONG_TYPE = "must be lower snake case, at most 64 characters";
}
