package polyclinic.audit.sealing;

/** What a year is to be sealed from, or a sealed one, is not what was signed. Nothing is sealed or removed on top of it. */
public class BrokenSegment extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;

    BrokenSegment(String what) {
        super(what, null, false, false);
        this.what = what;
    }

    /** What is not as it was signed, in words. */
    public String what() {
        return what;
    }
}
