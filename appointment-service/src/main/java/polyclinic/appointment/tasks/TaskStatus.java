package polyclinic.appointment.tasks;

import java.util.Locale;

/** {@code open → claimed → completed}; {@code cancelled} from either of the first two. */
public enum TaskStatus {
    OPEN,
    CLAIMED,
    COMPLETED,
    CANCELLED;

    boolean hasEnded() {
        return this == COMPLETED || this == CANCELLED;
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
