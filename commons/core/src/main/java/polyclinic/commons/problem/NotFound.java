package polyclinic.commons.problem;

/** 404 {@code not-found}: it does not exist, or the caller may not know that it does. */
public class NotFound extends Problem {
    /** @param what the noun in lower case, for example {@code "appointment"} */
    public NotFound(String what) {
        super(404, "not-found", "There is no such " + what + ".");
    }
}
