package polyclinic.clients;

/** Something is not as it must be; the message is one line for a person. */
public final class Wrong extends RuntimeException {
    public Wrong(String message) {
        super(message);
    }

    public Wrong(String message, Throwable cause) {
        super(message, cause);
    }

    public static void unless(boolean right, String message) {
        if (!right) throw new Wrong(message);
    }

    public static void unlessEqual(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) throw new Wrong(what + " is " + actual + " and should be " + expected);
    }
}
