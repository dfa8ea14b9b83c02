package polyclinic.prescription.projections.patients;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the statement that no allergies are known from an allergy. Beside the field that patient-service has for it, it comes as a code
 * or in words where the substance should be, above all from records of other systems.
 */
final class NoKnownAllergyStatement {
    private static final String SNOMED = "http://snomed.info/sct";

    /** No known allergy, and no known drug allergy. What is known of food or latex alone says nothing of medicines. */
    private static final Set<String> CODES = Set.of("716186003", "409137002");

    private static final Set<String> WORDS = Set.of(
            "no known allergies",
            "no known allergy",
            "no known drug allergies",
            "no known drug allergy",
            "no known medication allergies",
            "no known medication allergy",
            "nil known allergies",
            "nka",
            "nkda");

    private NoKnownAllergyStatement() {}

    /** @param stated what patient-service says; null in what it told before it could be stated */
    static boolean isStatement(@Nullable Boolean stated, KnownAllergy recorded) {
        return Boolean.TRUE.equals(stated)
                || SNOMED.equals(recorded.system()) && recorded.code() != null && CODES.contains(recorded.code())
                || recorded.name() != null && WORDS.contains(plain(recorded.name()));
    }

    /** Only the whole text counts: "no known allergies but penicillin" is an allergy. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    }
}
