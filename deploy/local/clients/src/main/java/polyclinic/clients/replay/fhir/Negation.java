package polyclinic.clients.replay.fhir;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/**
 * What a code says where it names nothing but says that there is nothing: the situations of SNOMED CT and the absent-or-unknown codes of
 * the International Patient Summary. Taken for a name, "no known allergy" would become a substance.
 */
public enum Negation {
    /** It names something. */
    NONE(""),
    /** There are no allergies at all that anybody knows. */
    NO_KNOWN_ALLERGIES("says that no allergies are known"),
    /** There are none of one kind; nothing is said about the others. */
    NO_KNOWN_ALLERGIES_OF_A_KIND("says that no allergies of one kind are known, which the suite has no statement for"),
    /** There is nothing of the kind that the resource is about. */
    NOTHING_KNOWN("says that there is nothing of its kind"),
    /** Nobody has asked, or nobody may tell. */
    NO_INFORMATION("says that nothing is known about its kind");

    private static final Set<String> ALL_ALLERGIES = Set.of("716186003", "160244002", "no-known-allergies");
    private static final Set<String> ALLERGIES_OF_A_KIND =
            Set.of("409137002", "428607008", "429625007", "428197003", "716184000", "716220001", "1003774007");
    private static final Set<String> NOTHING =
            Set.of("160245001", "787481004", "787480003", "787482006", "787483001", "1234391000168107");
    private static final Pattern ALLERGY_CODE = Pattern.compile("no-known-[a-z]+-allergies");
    private static final Pattern NOTHING_CODE = Pattern.compile("no-known-[a-z-]+|nilknown");
    private static final Pattern NO_INFORMATION_CODE = Pattern.compile("no-[a-z]+-info");
    private static final Pattern ALL_IN_WORDS = Pattern.compile(
            "(no|nil|none)( known)? allerg(y|ies)( known)?|nka|allergies: none( known)?|no allergies recorded as known");
    private static final Pattern KIND_IN_WORDS = Pattern.compile(
            "no known ([a-z]+ )+allerg(y|ies)|nkda|no known drug allerg.*|no known (food|medication) allerg.*");
    private static final Pattern NOTHING_IN_WORDS = Pattern.compile(
            "no known (current )?(problems?|conditions?|medications?|medicines?|immuni[sz]ations?|procedures?)( or disability)?");

    private final String reason;

    Negation(String reason) {
        this.reason = reason;
    }

    /** Returns why what it says is not stored as a thing. */
    public String reason() {
        return reason;
    }

    public static Negation of(CodeableConcept concept) {
        for (Coding coding : concept.getCoding()) {
            Negation found = coding.hasCode() ? ofCode(coding.getCode()) : NONE;
            if (found != NONE) return found;
        }
        String words = FhirValues.words(concept);
        return words == null
                ? NONE
                : ofWords(words.toLowerCase(Locale.ROOT)
                        .replaceAll("[\\s.]+", " ")
                        .strip());
    }

    private static Negation ofCode(String code) {
        if (ALL_ALLERGIES.contains(code)) return NO_KNOWN_ALLERGIES;
        if (ALLERGIES_OF_A_KIND.contains(code) || ALLERGY_CODE.matcher(code).matches())
            return NO_KNOWN_ALLERGIES_OF_A_KIND;
        if (NOTHING.contains(code) || NOTHING_CODE.matcher(code).matches()) return NOTHING_KNOWN;
        return NO_INFORMATION_CODE.matcher(code).matches() ? NO_INFORMATION : NONE;
    }

    private static Negation ofWords(String words) {
        if (ALL_IN_WORDS.matcher(words).matches()) return NO_KNOWN_ALLERGIES;
        if (KIND_IN_WORDS.matcher(words).matches()) return NO_KNOWN_ALLERGIES_OF_A_KIND;
        return NOTHING_IN_WORDS.matcher(words).matches() ? NOTHING_KNOWN : NONE;
    }
}
