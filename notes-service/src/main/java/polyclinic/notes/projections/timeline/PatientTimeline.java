package polyclinic.notes.projections.timeline;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A patient's registration on their timeline. */
final class PatientTimeline {
    static final TimelineSource<Patient> SOURCE = TimelineSource.of(
                    "patient", Patient.class, Patient::patientId, Patient::patientId, patient -> null)
            .line("patient.registered.v1", patient -> "Patient registered")
            .line("patient.updated.v1", patient -> "Patient's details changed");

    private PatientTimeline() {}

    record Patient(@Nullable UUID patientId) {}
}
