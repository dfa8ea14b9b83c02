package polyclinic.appointment.appointments;

import java.util.Locale;

/** {@code scheduled → checked_in → in_consultation → completed}; it ends early as {@code cancelled} or {@code no_show}. */
enum AppointmentStatus {
    SCHEDULED,
    CHECKED_IN,
    IN_CONSULTATION,
    COMPLETED,
    CANCELLED,
    NO_SHOW;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
