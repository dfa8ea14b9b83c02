package polyclinic.local;

/** Something the user has to know or to change; shown as it stands, without a stack trace. */
final class Complaint extends RuntimeException {
    private static final long serialVersionUID = 1;

    Complaint(String message) {
        super(message);
    }

    Complaint(String message, Throwable cause) {
        super(message, cause);
    }
}
