package polyclinic.appointment.queuemanagement;

import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.queue.Priority;

/**
 * @param doctorId absent for the common queue, or for the doctor of the appointment
 * @param priority {@code normal} when absent
 * @param appointmentId the appointment to check in; absent for a walk-in
 */
record JoinQueue(
        @NotNull UUID patientId,
        @Nullable UUID doctorId,
        @Nullable Priority priority,
        @Nullable UUID appointmentId) {
    Priority urgency() {
        return priority == null ? Priority.NORMAL : priority;
    }
}
