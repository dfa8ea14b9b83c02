package polyclinic.prescription.formulary;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the names of medicines are compared: lower case, without accents and punctuation, words parted by one space. */
final class MedicationText {
    private MedicationText() {}

    /** The words of a text; empty when it has none. A decimal point inside a number stays: 2.5 mg is not 25 mg. */
    static List<String> words(@Nullable String text) {
        if (text == null) return List.of();
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("(?<=\\d)[.,](?=\\d)", "·")
                .replaceAll("[^\\p{L}\\p{N}·%]+", " ")
                .replaceAll("(?<=\\d)(?=(?:kg|g|mg|mcg|ug|μg|ng|l|ml|iu|mmol|meq|%)(?:[^\\p{L}\\p{N}]|$))", " ")
                .replace('·', '.')
                .strip();
        return plain.isEmpty() ? List.of() : Arrays.asList(plain.split(" "));
    }

    /** What makes two descriptions the same medicine: {@code amoxicillin|capsule|500 mg}. */
    static String identity(String name, @Nullable String form, @Nullable String strength) {
        return Stream.of(name, form, strength)
                .map(part -> String.join(" ", words(part)))
                .collect(Collectors.joining("|"));
    }

    /** What a search looks in. */
    static String searchText(RegisterMedication medication) {
        Stream<@Nullable String> texts = Stream.of(medication.name(), medication.form(), medication.strength());
        Stream<String> codes = medication.knownCodes().stream().map(MedicationCode::code);
        return Stream.of(texts, codes, medication.knownIngredients().stream())
                .flatMap(part -> part)
                .filter(Objects::nonNull)
                .flatMap(text -> words(text).stream())
                .distinct()
                .collect(Collectors.joining(" "));
    }
}
