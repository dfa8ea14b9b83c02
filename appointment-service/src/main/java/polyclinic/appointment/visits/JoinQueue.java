package polyclinic.appointment.visits;

import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import polyclinic.appointment.queue.Priority;

/**
 * @param priority {@code normal} when absent
 * @param appointmentId the appointment to check in, or null for a walk-in
 */
record JoinQueue(@NotNull UUID patientId, @NotNull UUID doctorId, Priority priority, UUID appointmentId) {
    Priority urgency() {
        return priority == null ? Priority.NORMAL : priority;
    }
}
