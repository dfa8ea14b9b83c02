package polyclinic.prescription.drafting;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/** 422 {@code unknown-encounter}: no encounter has this id, or it is another doctor's. */
final class UnknownEncounter extends Problem {
    UnknownEncounter(UUID id, @Nullable UUID patientId) {
        super(422, "unknown-encounter", "You have no such encounter.");
        about("encounter", id, patientId);
    }
}
