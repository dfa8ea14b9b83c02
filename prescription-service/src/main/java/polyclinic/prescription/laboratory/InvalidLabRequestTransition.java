package polyclinic.prescription.laboratory;

import java.util.Locale;
import polyclinic.commons.problem.Problem;

/** 409 {@code invalid-transition}: the laboratory request's status does not allow the operation. */
final class InvalidLabRequestTransition extends Problem {
    InvalidLabRequestTransition(String participle, LabRequestStatus status) {
        super(
                409,
                "invalid-transition",
                "A laboratory request that is %s cannot be %s."
                        .formatted(status.name().toLowerCase(Locale.ROOT), participle));
    }
}
