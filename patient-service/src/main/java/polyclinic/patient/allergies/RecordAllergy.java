package polyclinic.patient.allergies;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.SingleLine;
import polyclinic.commons.problem.Problem;

/**
 * An allergy to a substance, or the statement that none is known.
 *
 * @param substance needed, and the criticality with it, unless {@code noKnownAllergies} is said, which stands alone
 * @param recordedAt when it was first recorded; now when absent
 * @param noKnownAllergies true for the statement that the patient was asked and no allergy is known; false is as good as absent
 */
record RecordAllergy(
        @Valid @Nullable Substance substance,
        @Nullable Criticality criticality,
        @Size(max = 1000) @Nullable String reaction,
        @Nullable Instant recordedAt,
        @Nullable Boolean noKnownAllergies) {
    /** @param system of the code, a URI */
    record Substance(
            @SingleLine @Size(max = 100) @Nullable String code,
            @SingleLine @Size(max = 300) @Nullable String system,
            @NotBlank @SingleLine @Size(max = 300) String name) {}

    boolean isStatement() {
        return Boolean.TRUE.equals(noKnownAllergies);
    }

    /**
     * Fails with 422 for half an allergy, for one beside the statement that there is none, and for an allergy "to nothing known": as
     * a substance it would be compared with medicines, and nobody would see that the patient was asked.
     */
    RecordAllergy checked() {
        List<Problem.Violation> violations = new ArrayList<>();
        if (isStatement()) {
            if (substance != null)
                violations.add(new Problem.Violation("substance", "must not stand beside noKnownAllergies"));
            if (criticality != null)
                violations.add(new Problem.Violation("criticality", "must not stand beside noKnownAllergies"));
            if (reaction != null)
                violations.add(new Problem.Violation("reaction", "must not stand beside noKnownAllergies"));
        } else {
            if (substance == null) violations.add(new Problem.Violation("substance", "must not be null"));
            else if (NoKnownAllergies.isMeantBy(substance))
                violations.add(new Problem.Violation(
                        "substance", "names no substance; where no allergy is known, record noKnownAllergies: true"));
            if (criticality == null) violations.add(new Problem.Violation("criticality", "must not be null"));
        }
        if (!violations.isEmpty()) throw Problem.invalid(violations);
        return this;
    }
}
