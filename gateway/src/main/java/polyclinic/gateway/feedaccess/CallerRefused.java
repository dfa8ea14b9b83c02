package polyclinic.gateway.feedaccess;

/** A service does not take the caller's token any more. */
public final class CallerRefused extends RuntimeException {
    CallerRefused() {
        super("the token is not accepted any more", null, false, false);
    }
}
