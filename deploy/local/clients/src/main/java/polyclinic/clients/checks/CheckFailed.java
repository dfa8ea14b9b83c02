package polyclinic.clients.checks;

import org.jspecify.annotations.Nullable;

/** A check of a client program failed. The message is one line for the person who ran the command. */
public class CheckFailed extends RuntimeException {
    public CheckFailed(String message) {
        super(message);
    }

    public CheckFailed(String message, Throwable cause) {
        super(message, cause);
    }

    /** For a wait that was interrupted; sets the thread's interrupt flag again. */
    public static CheckFailed interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new CheckFailed("interrupted", cause);
    }

    public static void unless(boolean condition, String message) {
        if (!condition) throw new CheckFailed(message);
    }

    public static void unlessEqual(String name, Object expected, @Nullable Object actual) {
        if (!expected.equals(actual)) throw new CheckFailed(name + " is " + actual + " and should be " + expected);
    }
}
