package polyclinic.gateway.changes;

/** What followed a place is not kept any more, or never was: nobody can say what a client has missed. */
final class ChangesGone extends RuntimeException {
    ChangesGone() {
        super("the place is not in the log", null, false, false);
    }
}
