package polyclinic.prescription.safety;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.audit.PatientData;
import polyclinic.commons.problem.Problem;

/**
 * 409 {@code allergy-conflict}, {@code interaction-conflict} or {@code duplicate-therapy}, by the gravest kind that was found: the
 * doctor may override all of them with a reason. It shows what the patient is allergic to and takes, so it is a read of that.
 */
public final class SafetyConflict extends Problem {
    /** @param checks those that found a conflict; at least one */
    public SafetyConflict(UUID prescriptionId, UUID patientId, List<Check> checks) {
        super(409, slug(checks), "A medication conflicts with what is known; change it or give an overrideReason.");
        with(
                "conflicts",
                checks.stream()
                        .flatMap(check -> check.conflicts().stream()
                                .map(conflict -> new PatientConflict(patientId, check.kind(), conflict)))
                        .toList());
        about("prescription", prescriptionId, patientId);
    }

    private static String slug(List<Check> checks) {
        return switch (checks.stream()
                .map(Check::kind)
                .min(Check.Kind::compareTo)
                .orElseThrow()) {
            case ALLERGY -> "allergy-conflict";
            case INTERACTION -> "interaction-conflict";
            case DUPLICATE_THERAPY -> "duplicate-therapy";
        };
    }

    private record PatientConflict(
            @JsonIgnore UUID patientId,
            Check.Kind kind,
            @JsonUnwrapped Conflict conflict) implements PatientData {}
}
