package polyclinic.prescription.prescribing;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** @param overrideReason why a conflict is accepted, or null; it is kept only where there is a conflict */
record IssuePrescription(
        @Size(max = 1000) @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank")
        String overrideReason) {}
