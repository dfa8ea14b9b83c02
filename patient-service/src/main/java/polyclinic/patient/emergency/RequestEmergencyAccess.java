package polyclinic.patient.emergency;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * @param reason why the record must be seen now; it goes into the audit trail and the patient's access report
 * @param minutes how long; {@code polyclinic.access.emergency-lasts} when absent, {@code emergency-max} at most
 */
record RequestEmergencyAccess(
        @NotBlank @Size(max = 500) String reason,
        @Min(1) @Nullable Integer minutes) {}
