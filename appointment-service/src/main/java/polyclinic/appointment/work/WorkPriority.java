package polyclinic.appointment.work;

/** As FHIR's request priority: {@code urgent} before {@code routine}, {@code stat} at once. */
public enum WorkPriority {
    ROUTINE,
    URGENT,
    STAT
}
