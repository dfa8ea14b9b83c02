package polyclinic.appointment.queuemanagement;

import jakarta.validation.constraints.NotNull;
import java.util.UUID;

record AssignQueueEntry(@NotNull UUID doctorId) {}
