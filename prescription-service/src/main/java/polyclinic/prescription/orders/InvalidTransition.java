package polyclinic.prescription.orders;

import java.util.Locale;
import polyclinic.commons.problem.Problem;

/** 409: not in this status. */
public final class InvalidTransition extends Problem {
    InvalidTransition(String wanted, PrescriptionStatus status) {
        super(
                409,
                "invalid-transition",
                "A prescription that is %s cannot be %s."
                        .formatted(status.name().toLowerCase(Locale.ROOT), wanted));
    }
}
