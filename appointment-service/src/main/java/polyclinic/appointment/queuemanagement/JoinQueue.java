package polyclinic.appointment.queuemanagement;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.queue.Priority;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.provenance.Provenance;

/**
 * @param doctorId absent for the common queue, or for the doctor of the appointment
 * @param priority {@code normal} when absent
 * @param appointmentId the appointment to check in; absent for a walk-in
 * @param provenance the system that the place in the queue comes from; an importer says it
 */
record JoinQueue(
        @NotNull UUID patientId,
        @Nullable UUID doctorId,
        @Nullable Priority priority,
        @Nullable UUID appointmentId,
        @Valid @Nullable Provenance provenance) {
    /** 422 for an appointment beside a place of another system's queue, which knows nothing of it. */
    JoinQueue checked() {
        if (provenance != null && appointmentId != null)
            throw Problem.invalid("appointmentId", "must not stand beside a provenance");
        return this;
    }

    Priority urgency() {
        return priority == null ? Priority.NORMAL : priority;
    }
}
