package polyclinic.recovery.progress;

/** Why a run cannot go on, in one line for whoever called it. */
public final class RecoveryFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RecoveryFailed(String message) {
        super(message);
    }

    public RecoveryFailed(String message, Throwable cause) {
        super(message + ": " + reason(cause), cause);
    }

    /** Returns the message of a failure or, when it has none, its kind. */
    public static String reason(Throwable failure) {
        String message = failure.getMessage();
        String text = message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
        return text.lines().findFirst().orElse(text).trim();
    }

    /** Keeps the interruption, so that whoever waits next ends as well. */
    public static RecoveryFailed interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new RecoveryFailed("it was interrupted", cause);
    }
}
