package polyclinic.prescription.issuing;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** @param overrideReason why a conflict is accepted, or null; it is kept only where there is a conflict */
record IssuePrescription(
        @Size(max = 1000) @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank") @Nullable
        String overrideReason) {}
