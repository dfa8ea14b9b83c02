package polyclinic.prescription.laboratory.values;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;
import polyclinic.prescription.laboratory.values.ResultValue.Place;

/** What a value means, in the codes of HL7 v3 ObservationInterpretation. */
public final class Interpretation {
    private static final Set<String> LOW = Set.of("L", "LL", "LU", "LX", "<");
    private static final Set<String> HIGH = Set.of("H", "HH", "HU", "HX", ">");
    private static final Set<String> CRITICAL = Set.of("LL", "HH", "AA");
    private static final Set<String> OTHERS = Set.of(
            "N", "A", "AA", "POS", "NEG", "IND", "DET", "ND", "E", "S", "I", "R", "MS", "VS", "SDD", "SYN-R", "SYN-S",
            "NS", "NCL", "RR", "NR", "WR", "U", "D", "B", "W", "CAR", "Carrier", "EX", "EXP", "UNE", "IE", "HM", "OBX",
            "QCF", "TOX");

    private Interpretation() {}

    /** Whether it is one of those that call for somebody at once. */
    public static boolean isCritical(@Nullable String code) {
        return code != null && CRITICAL.contains(code);
    }

    /**
     * What was stated, or where nothing was, what the range says: {@code L}, {@code N}, {@code H}, or null where that is open. Fails
     * with 422 for a code that is none, and for one that the range disproves: a reader would believe one of the two, and nobody
     * knows which.
     */
    public static @Nullable String of(
            String field, ResultValue value, @Nullable ReferenceRange range, @Nullable String stated) {
        Place place = range == null ? Place.UNKNOWN : value.placeIn(range.lowest(), range.highest());
        if (stated == null) return derived(place);
        if (!LOW.contains(stated) && !HIGH.contains(stated) && !OTHERS.contains(stated))
            throw Problem.invalid(field, "must be a code of HL7 v3 ObservationInterpretation");
        if (contradicts(stated, place)) throw Problem.invalid(field, "contradicts value and referenceRange");
        return stated;
    }

    /**
     * Fails with 422 when a stated code is disproved by a critical limit: one that says the value is usual, or lies at the other end.
     *
     * @param beyond {@code LL} or {@code HH} of a value beyond a critical limit, else null
     */
    public static void requireConsistent(String field, String stated, @Nullable String beyond) {
        if (beyond != null && contradicts(stated, LOW.contains(beyond) ? Place.BELOW : Place.ABOVE))
            throw Problem.invalid(field, "contradicts the critical limit of the test");
    }

    private static @Nullable String derived(Place place) {
        return switch (place) {
            case BELOW -> "L";
            case WITHIN -> "N";
            case ABOVE -> "H";
            case UNKNOWN -> null;
        };
    }

    private static boolean contradicts(String stated, Place place) {
        return switch (place) {
            case BELOW -> HIGH.contains(stated) || stated.equals("N");
            case WITHIN -> HIGH.contains(stated) || LOW.contains(stated);
            case ABOVE -> LOW.contains(stated) || stated.equals("N");
            case UNKNOWN -> false;
        };
    }
}
