package polyclinic.appointment.queue;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A queue entry and its appointment; read first, so that the appointment can be locked before the entry.
 *
 * @param appointmentId absent for a walk-in
 */
public record QueueEntryRef(UUID id, @Nullable UUID appointmentId) {}
