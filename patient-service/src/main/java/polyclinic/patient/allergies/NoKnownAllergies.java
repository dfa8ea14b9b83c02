package polyclinic.patient.allergies;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How other systems and people write into a substance's place that there is none: by code and in words. */
final class NoKnownAllergies {
    /** SNOMED CT: no known allergy, and those of drugs, food, insects, environment, latex; IPS: none and no information. */
    private static final Set<String> CODES = Set.of(
            "716186003",
            "409137002",
            "429625007",
            "428197003",
            "428607008",
            "1003774007",
            "787481004",
            "no-known-allergies",
            "no-known-medication-allergies",
            "no-known-environmental-allergies",
            "no-known-food-allergies",
            "no-allergy-info");

    private static final Pattern WORDS =
            Pattern.compile("(n ?k ?[dfm]? ?a|nil|none|no|denies|nil known|none known|not known|unknown|nothing known"
                    + "|(no|nil|none|denies)( any)?( (known|documented|reported|recorded|current))*"
                    + "( (drug|drugs|medication|medications|medicine|medicines|food|latex|environmental|insect|and|or))*"
                    + " (allergy|allergies)( (known|documented|reported|recorded))?"
                    + "|keine|keine bekannt|keine( bekannten)? allergien( bekannt)?"
                    + "|aucune|aucune allergie( connue)?|pas d allergie( connue)?"
                    + "|ninguna|ninguna alergia( conocida)?|sin alergias( conocidas)?|no conocidas"
                    + "|nenhuma|nenhuma alergia( conhecida)?|sem alergias( conhecidas)?"
                    + "|nessuna|nessuna allergia( nota)?)");

    private NoKnownAllergies() {}

    static boolean isMeantBy(RecordAllergy.Substance substance) {
        String code = substance.code();
        if (code != null && CODES.contains(code.strip().toLowerCase(Locale.ROOT))) return true;
        String name = substance.name();
        return name != null && WORDS.matcher(words(name)).matches();
    }

    private static String words(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", " ")
                .strip();
    }
}
