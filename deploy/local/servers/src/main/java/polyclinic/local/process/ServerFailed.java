package polyclinic.local.process;

/** A server did not start, or something that it needs is missing. The message is meant for people. */
public final class ServerFailed extends RuntimeException {
    public ServerFailed(String message) {
        super(message);
    }

    public ServerFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
