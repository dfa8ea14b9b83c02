package polyclinic.appointment.queue;

import java.util.Locale;

/** How soon somebody who waits must be seen, least urgent first. */
public enum Priority {
    NORMAL,
    URGENT,
    EMERGENCY;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
