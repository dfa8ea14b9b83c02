package polyclinic.clients.http;

import polyclinic.clients.checks.CheckFailed;

/** An answer of another status than was expected. */
public final class UnexpectedAnswer extends CheckFailed {
    private static final int SERVER_ERROR = 500;

    private final int status;

    UnexpectedAnswer(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Whether the request itself was refused (4xx), which it will be again. */
    public boolean isRefusal() {
        return status < SERVER_ERROR;
    }
}
