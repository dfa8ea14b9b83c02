package polyclinic.appointment.queuemanagement;

import jakarta.validation.constraints.NotNull;
import polyclinic.appointment.queue.QueueStatus;

record MoveQueueEntry(@NotNull QueueStatus to) {}
