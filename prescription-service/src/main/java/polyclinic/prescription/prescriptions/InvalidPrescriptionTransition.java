package polyclinic.prescription.prescriptions;

import java.util.Locale;
import polyclinic.commons.problem.Problem;

/** 409 {@code invalid-transition}: the prescription's status does not allow the operation. */
final class InvalidPrescriptionTransition extends Problem {
    InvalidPrescriptionTransition(String participle, PrescriptionStatus status) {
        super(
                409,
                "invalid-transition",
                "A prescription that is %s cannot be %s."
                        .formatted(status.name().toLowerCase(Locale.ROOT), participle));
    }
}
