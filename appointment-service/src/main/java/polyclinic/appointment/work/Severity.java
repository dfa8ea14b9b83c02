package polyclinic.appointment.work;

/** How soon somebody has to act. */
public enum Severity {
    INFO,
    WARNING,
    /** A patient may come to harm. */
    CRITICAL
}
