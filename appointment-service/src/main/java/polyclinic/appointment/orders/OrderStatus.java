package polyclinic.appointment.orders;

import java.util.Locale;

/** {@code active → in_progress → completed}, also without the step between; {@code cancelled} from either of the first two. */
public enum OrderStatus {
    ACTIVE,
    IN_PROGRESS,
    COMPLETED,
    CANCELLED;

    boolean hasEnded() {
        return this == COMPLETED || this == CANCELLED;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
