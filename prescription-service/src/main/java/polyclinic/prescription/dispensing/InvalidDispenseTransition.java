package polyclinic.prescription.dispensing;

import java.util.Locale;
import polyclinic.commons.problem.Problem;

/** 409 {@code invalid-transition}: the dispense's status does not allow the operation. */
final class InvalidDispenseTransition extends Problem {
    InvalidDispenseTransition(String participle, DispenseStatus status) {
        super(
                409,
                "invalid-transition",
                "A dispense that is %s cannot be %s."
                        .formatted(status.name().toLowerCase(Locale.ROOT).replace('_', ' '), participle));
    }
}
