package polyclinic.appointment.queue;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * To whom a queue entry belongs; read first, so that its appointment can be locked before the entry.
 *
 * @param appointmentId absent for a walk-in
 */
public record QueueEntryRef(UUID doctorId, @Nullable UUID appointmentId) {}
