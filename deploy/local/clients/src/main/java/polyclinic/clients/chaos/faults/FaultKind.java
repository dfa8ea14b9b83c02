package polyclinic.clients.chaos.faults;

import java.util.Locale;

/** What may go wrong. */
public enum FaultKind {
    /** SIGKILL of a service or server; the supervisor starts it again. */
    KILL,
    /** SIGSTOP until SIGCONT: a process that stands still with all its connections open, as on an overloaded or frozen machine. */
    PAUSE,
    /** An orderly end and a new start, as in a deployment. */
    RESTART,
    /** Packets of a service to a store, or to another service, and back arrive only when it is over. */
    SILENCE,
    /** Each piece on such a way is late, as when the store's disk is slow. */
    SLOW,
    /** All connections to a store or service are reset and none is taken, as when it elects another primary. */
    RESET,
    /** The sessions that hold advisory locks in a service's database are ended. */
    UNLOCK,
    /** A process's clock is wrong by some seconds. */
    CLOCK;

    /** Returns its name as it is printed. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
