package polyclinic.commons.access.care;

import java.util.Locale;

/** The fact by which a patient is in care. */
public enum CareBasis {
    /** An appointment with the doctor. */
    APPOINTMENT,
    /** A place in the doctor's queue, of a patient who came without an appointment. */
    QUEUE_ENTRY,
    /** Emergency access (break-glass; HL7 v3 ActReason {@code BTG}), which is one account's. */
    EMERGENCY_ACCESS;

    /** As stores and events write it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
