package polyclinic.patient.visibility;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;

/** Those of the patients asked for whom the caller may see. */
record VisiblePatients(List<UUID> patientIds) implements PatientData {
    @Override
    public @Nullable UUID patientId() {
        return null;
    }

    @Override
    public List<UUID> patients() {
        return patientIds;
    }
}
