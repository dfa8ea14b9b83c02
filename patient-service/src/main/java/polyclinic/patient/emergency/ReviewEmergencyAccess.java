package polyclinic.patient.emergency;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

record ReviewEmergencyAccess(
        @NotNull Verdict verdict,
        @Size(max = 1000) @Nullable String note) {
    /** What an auditor says of an emergency access. */
    enum Verdict {
        JUSTIFIED,
        /** It also ends the access at once. */
        UNJUSTIFIED
    }
}
