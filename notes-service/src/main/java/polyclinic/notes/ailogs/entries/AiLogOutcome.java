package polyclinic.notes.ailogs.entries;

/** Whether the machine did what it was asked. */
public enum AiLogOutcome {
    SUCCESS,
    /** No answer, too late, or one that nobody could read. */
    FAILED
}
