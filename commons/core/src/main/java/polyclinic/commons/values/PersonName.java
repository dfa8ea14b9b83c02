package polyclinic.commons.values;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A person's name as one text. Of the two names one may be missing, or both while nobody has told them. */
public final class PersonName {
    private static final Set<UnicodeScript> EAST_ASIAN =
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.HANGUL, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA);

    private PersonName() {}

    /**
     * Given and family name, parted by a blank; in Chinese, Japanese and Korean script family name first and no blank between, as
     * these names are written. Names in kana alone are mostly those of foreigners and keep the order of theirs. Empty when neither
     * is known.
     */
    public static String of(@Nullable String given, @Nullable String family) {
        if (given == null || family == null || given.isBlank() || family.isBlank())
            return Stream.of(given, family)
                    .filter(Objects::nonNull)
                    .map(String::strip)
                    .collect(Collectors.joining());
        Set<UnicodeScript> scripts = (given + family)
                .codePoints()
                .filter(Character::isLetter)
                .mapToObj(UnicodeScript::of)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(UnicodeScript.class)));
        boolean familyFirst = EAST_ASIAN.containsAll(scripts)
                && (scripts.contains(UnicodeScript.HAN) || scripts.contains(UnicodeScript.HANGUL));
        return familyFirst ? family.strip() + given.strip() : given.strip() + " " + family.strip();
    }
}
