package polyclinic.clients.movein.mapping;

/** A record that cannot be said in the suite's words; the message says why, without what the record says. */
public final class UnfitRecord extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnfitRecord(String reason) {
        super(reason);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
