package polyclinic.patient.content;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/**
 * Code systems whose codes have a known form, by the URIs that FHIR has for them: a code with a typing error is refused, and one code
 * is kept in one way of writing. Codes of any other system are kept as they are. Whether a well-formed code means something is not
 * looked up: the tables are licensed, and differ by country and year.
 */
public enum CodeSystem {
    /** ICD-10 of the WHO: a letter, two characters, and up to four more behind a point. */
    ICD_10("http://hl7.org/fhir/sid/icd-10", "an ICD-10 code", Icd::normal, Icd.CODE.asMatchPredicate()),
    /** The clinical modification of the United States. */
    ICD_10_CM("http://hl7.org/fhir/sid/icd-10-cm", "an ICD-10-CM code", Icd::normal, Icd.CODE.asMatchPredicate()),
    /** The German modification. */
    ICD_10_GM(
            "http://fhir.de/CodeSystem/bfarm/icd-10-gm", "an ICD-10-GM code", Icd::normal, Icd.CODE.asMatchPredicate()),
    /** SNOMED CT: an identifier of a concept, whose last digit proves the others. */
    SNOMED_CT("http://snomed.info/sct", "a SNOMED CT concept identifier", String::strip, Snomed::isConcept),
    /** Vaccines administered (CDC): one to three digits, of which there are two at least. */
    CVX(
            "http://hl7.org/fhir/sid/cvx",
            "a CVX code",
            CodeSystem::twoDigits,
            Pattern.compile("[0-9]{2,3}").asMatchPredicate()),
    /** Anatomical Therapeutic Chemical classification (WHO), of any of its five levels. */
    ATC(
            "http://www.whocc.no/atc",
            "an ATC code",
            CodeSystem::upperCase,
            Pattern.compile("[A-Z](?:[0-9]{2}(?:[A-Z](?:[A-Z](?:[0-9]{2})?)?)?)?")
                    .asMatchPredicate());

    private static final Map<String, CodeSystem> BY_URI =
            Arrays.stream(values()).collect(Collectors.toMap(system -> system.uri, Function.identity()));

    private final String uri;
    private final String noun;
    private final UnaryOperator<String> normal;
    private final Predicate<String> form;

    CodeSystem(String uri, String noun, UnaryOperator<String> normal, Predicate<String> form) {
        this.uri = uri;
        this.noun = noun;
        this.normal = normal;
        this.form = form;
    }

    /**
     * The code as it is kept, or null when there is none.
     *
     * @param field of the code, which a refusal names; that of its system is beside it
     */
    public static @Nullable String requireCode(String field, @Nullable String code, @Nullable String system) {
        if (code == null && system == null) return null;
        if (code == null) throw Problem.invalid(field, "must stand beside its system");
        if (system == null) throw Problem.invalid(field, "must stand beside the system whose code it is");
        CodeSystem known = BY_URI.get(system.strip());
        if (known == null) return code.strip();
        String normal = known.normal.apply(code);
        if (!known.form.test(normal)) throw Problem.invalid(field, "must be " + known.noun);
        return normal;
    }

    private static String upperCase(String code) {
        return code.strip().toUpperCase(Locale.ROOT);
    }

    private static String twoDigits(String code) {
        String stripped = code.strip();
        return stripped.length() == 1 ? "0" + stripped : stripped;
    }

    private static final class Icd {
        static final Pattern CODE = Pattern.compile("[A-Z][0-9][0-9A-Z](?:\\.[0-9A-Z]{1,4})?[-+*!]?");
        private static final int CATEGORY_LENGTH = 3;

        private Icd() {}

        /** {@code e119} is {@code E11.9}: the point is left out by some systems. */
        static String normal(String code) {
            String upper = upperCase(code).replace("\u2020", "+");
            return upper.indexOf('.') < 0 && upper.length() > CATEGORY_LENGTH && isAlphanumeric(upper)
                    ? upper.substring(0, CATEGORY_LENGTH) + "." + upper.substring(CATEGORY_LENGTH)
                    : upper;
        }

        private static boolean isAlphanumeric(String code) {
            return code.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'A' && c <= 'Z');
        }
    }

    /** SNOMED CT identifiers (Release File Specification, "SCTID"): item, partition and check digit. */
    private static final class Snomed {
        private static final Pattern CONCEPT = Pattern.compile("[1-9][0-9]{2,14}[01]0[0-9]");

        /** Verhoeff's multiplication in the dihedral group of order ten. */
        private static final String[] PRODUCTS = {
            "0123456789",
            "1234067895",
            "2340178956",
            "3401289567",
            "4012395678",
            "5987604321",
            "6598710432",
            "7659821043",
            "8765932104",
            "9876543210"
        };

        /** Of digits by their place, from the right. */
        private static final String[] PERMUTATIONS = {
            "0123456789",
            "1576283094",
            "5803796142",
            "8916043527",
            "9453126870",
            "4286573901",
            "2793806415",
            "7046913258"
        };

        private Snomed() {}

        static boolean isConcept(String code) {
            if (!CONCEPT.matcher(code).matches()) return false;
            int proof = 0;
            for (int place = 0; place < code.length(); place++) {
                int digit = code.charAt(code.length() - 1 - place) - '0';
                int permuted = PERMUTATIONS[place % PERMUTATIONS.length].charAt(digit) - '0';
                proof = PRODUCTS[proof].charAt(permuted) - '0';
            }
            return proof == 0;
        }
    }
}
