package polyclinic.clients.http;

import java.util.Set;
import polyclinic.clients.checks.CheckFailed;

/** An answer of another status than was expected. */
public final class UnexpectedAnswer extends CheckFailed {
    /** Whoever is not let in, or asks too often, is so for every request. */
    private static final Set<Integer> OF_THE_CALLER = Set.of(401, 429);

    private final int status;

    UnexpectedAnswer(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Whether the request itself was refused, which it will be again. */
    public boolean isRefusal() {
        return status / 100 == 4 && !OF_THE_CALLER.contains(status);
    }
}
