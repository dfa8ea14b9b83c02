package polyclinic.prescription.drafting;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/** 422 {@code unknown-appointment}: no appointment has this id, or it is another doctor's. */
final class UnknownAppointment extends Problem {
    UnknownAppointment(UUID id, @Nullable UUID patientId) {
        super(422, "unknown-appointment", "You have no such appointment.");
        about("appointment", id, patientId);
    }
}
