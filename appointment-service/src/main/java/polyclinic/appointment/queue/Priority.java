package polyclinic.appointment.queue;

/** How soon a patient who waits must be seen, least urgent first. */
public enum Priority {
    NORMAL,
    URGENT,
    EMERGENCY
}
