package polyclinic.appointment.alerts;

/** {@code open → acknowledged}. */
enum AlertStatus {
    OPEN,
    ACKNOWLEDGED
}
