package polyclinic.prescription.safety;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was checked when a prescription was issued, and the outcome; kept with it as evidence.
 *
 * @param itemId the item checked, or null for a check of the whole prescription
 */
public record Check(@Nullable UUID itemId, Kind kind, Outcome outcome, Reason reason, List<Conflict> conflicts) {
    /**
     * The conflicts that were not there when others were accepted, each with its check.
     *
     * @param accepted what was found and overridden before
     */
    public static List<Check> newConflicts(List<Check> found, List<Check> accepted) {
        Set<List<Object>> known = new HashSet<>();
        for (Check check : accepted) for (Conflict conflict : check.conflicts()) known.add(check.key(conflict));
        return found.stream()
                .filter(check -> check.outcome() == Outcome.CONFLICT)
                .map(check -> new Check(
                        check.itemId(),
                        check.kind(),
                        check.outcome(),
                        check.reason(),
                        check.conflicts().stream()
                                .filter(conflict -> !known.contains(check.key(conflict)))
                                .toList()))
                .filter(check -> !check.conflicts().isEmpty())
                .toList();
    }

    private List<Object> key(Conflict conflict) {
        return List.of(String.valueOf(conflict.itemId()), kind, conflict.subject());
    }

    public enum Kind {
        ALLERGY,
        INTERACTION,
        DUPLICATE_THERAPY
    }

    public enum Outcome {
        PASSED,
        CONFLICT,
        /** It could not run, or not on everything: never to be read as passed. */
        UNCHECKED
    }

    public enum Reason {
        /** Nothing to compare with; in prescriptions from before, the outcome was {@code passed}. */
        NO_ALLERGIES_RECORDED,
        /** Somebody stated that none are known. */
        NO_KNOWN_ALLERGIES,
        NO_MATCH,
        MATCH,
        /** The owner did not tell them: none are known at all, or none of those from events matched. */
        ALLERGIES_UNAVAILABLE,
        MEDICATION_NOT_IN_VOCABULARY,
        SUBSTANCE_NOT_IN_VOCABULARY,
        /** Of interactions that need no decision. */
        MINOR_MATCH,
        MEDICATION_NOT_IN_TABLES,
        OTHER_MEDICATION_NOT_IN_TABLES,
        /** In prescriptions from before there were tables. */
        NO_INTERACTION_DATA
    }
}
