package polyclinic.local.faults;

/** How a way from a service to a store is. */
public enum WayState {
    /** Forwards. */
    OPEN,
    /**
     * Forwards nothing and closes nothing, as a network that loses every packet. What was sent arrives when the way is open again, which
     * may be long after the sender has given up.
     */
    SILENT,
    /** Forwards each piece late, as a store whose disk is slow. */
    SLOW,
    /** Resets every connection and refuses new ones, as a store that hands its part over to another node. */
    RESET
}
