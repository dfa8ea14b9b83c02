package polyclinic.prescription.dispensing.preparation;

import java.util.Locale;
import polyclinic.commons.problem.Problem;
import polyclinic.prescription.prescriptions.PrescriptionStatus;

/** 409 {@code invalid-transition}: the prescription is not issued, or no longer valid. */
final class NotDispensable extends Problem {
    NotDispensable(PrescriptionStatus status) {
        super(
                409,
                "invalid-transition",
                "A prescription that is %s cannot be dispensed."
                        .formatted(status.name().toLowerCase(Locale.ROOT)));
    }
}
