package polyclinic.appointment.queue;

import java.util.Locale;

/** {@code waiting → nurse_completed → ready_for_doctor → in_consultation → completed}, {@code cancelled} from any but the last. */
public enum QueueStatus {
    WAITING,
    NURSE_COMPLETED,
    READY_FOR_DOCTOR,
    IN_CONSULTATION,
    COMPLETED,
    CANCELLED;

    public boolean isOpen() {
        return this != COMPLETED && this != CANCELLED;
    }

    /** Whether a person may move an entry there by hand: one step ahead, or out of the queue. */
    public boolean leadsTo(QueueStatus next) {
        if (!isOpen()) return false;
        return next == CANCELLED || next.ordinal() == ordinal() + 1;
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
