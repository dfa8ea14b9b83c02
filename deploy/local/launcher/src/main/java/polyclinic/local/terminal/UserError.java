package polyclinic.local.terminal;

/** A mistake or a condition that the user can change. The message is shown as it is, without a stack trace, and says what to do. */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
