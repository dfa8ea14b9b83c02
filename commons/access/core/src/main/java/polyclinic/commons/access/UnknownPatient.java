package polyclinic.commons.access;

import java.util.UUID;
import polyclinic.commons.problem.Problem;

/** 422 {@code unknown-patient}: there is none with this id, or the caller may not know that there is. The trail has it as denied. */
public final class UnknownPatient extends Problem {
    public UnknownPatient(UUID patientId) {
        super(422, "unknown-patient", "There is no such patient.");
        about("patient", patientId, patientId);
    }
}
