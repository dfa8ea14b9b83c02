package polyclinic.prescription.refills;

import java.time.Instant;
import polyclinic.commons.problem.Problem;

/** 409 {@code too-early}: the patient has most of what was dispensed before. */
final class RefillTooEarly extends Problem {
    /** @param earliest from when on there is a refill without a reason */
    RefillTooEarly(Instant earliest) {
        super(409, "too-early", "What was dispensed before is not used up far enough for a refill.");
        with("earliest", earliest.toString());
    }
}
