package polyclinic.prescription.laboratory.requests;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.prescription.laboratory.LabPriority;
import polyclinic.prescription.laboratory.LabTest;

/**
 * @param encounterId the encounter in which it is asked for, if in any
 * @param appointmentId the appointment, if any; of an encounter that belongs to one it need not be given
 * @param priority routine when absent
 * @param note what the laboratory has to know
 */
record RequestLabTests(
        @NotNull UUID patientId,
        @Nullable UUID encounterId,
        @Nullable UUID appointmentId,
        @NotEmpty @Size(max = 50) List<@Valid @NotNull LabTest> tests,
        @Nullable LabPriority priority,
        @Size(max = 2000) @Nullable String note) {}
