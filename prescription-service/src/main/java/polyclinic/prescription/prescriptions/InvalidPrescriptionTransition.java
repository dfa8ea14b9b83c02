package polyclinic.prescription.prescriptions;

import java.util.Locale;
import polyclinic.commons.problem.Problem;

/** 409 {@code invalid-transition}: not in this status. */
final class InvalidPrescriptionTransition extends Problem {
    InvalidPrescriptionTransition(String participle, PrescriptionStatus status) {
        super(
                409,
                "invalid-transition",
                "A prescription that is %s cannot be %s."
                        .formatted(status.name().toLowerCase(Locale.ROOT), participle));
    }
}
