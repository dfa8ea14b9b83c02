package polyclinic.appointment.queue;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/** The patient waits for this doctor, or in the common queue, already: nobody waits twice, and a second token would be called in vain. */
public final class AlreadyWaiting extends Problem {
    /** @param entryId the entry that there is, or null when it was made at the same moment */
    public AlreadyWaiting(@Nullable UUID entryId) {
        super(409, "already-waiting", "The patient is in this queue already.");
        if (entryId != null) with("queueEntryId", entryId);
    }
}
