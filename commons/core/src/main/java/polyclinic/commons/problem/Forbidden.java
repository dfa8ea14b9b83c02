package polyclinic.commons.problem;

/** 403 {@code forbidden}: none of the caller's roles has this operation, whatever record it is about. */
public class Forbidden extends Problem {
    public Forbidden() {
        super(403, "forbidden", "Your role does not have this operation.");
    }
}
