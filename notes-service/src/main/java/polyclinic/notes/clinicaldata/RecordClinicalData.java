package polyclinic.notes.clinicaldata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param dataType {@code lab_result}, {@code vital_signs}, {@code imaging}, {@code symptoms} or another kind of the
 *     clinic's own, in lower snake case
 * @param effectiveAt when it was true of the patient, as in FHIR's Observation.effective; now if absent
 */
record RecordClinicalData(
        @NotNull UUID patientId,

        @NotNull @Pattern(regexp = ClinicalData.TYPE, message = "must be lower snake case, at most 64 characters")
        String dataType,

        @NotNull ObjectNode data,
        @Nullable ObjectNode metadata,
        @Nullable Instant effectiveAt) {}
