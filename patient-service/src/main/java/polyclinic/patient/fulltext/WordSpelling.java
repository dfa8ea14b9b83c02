package polyclinic.patient.fulltext;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One spelling for the many of a word. Case, width, ligatures and the digits of all scripts are folded everywhere (Unicode
 * NFKC_Casefold); accents and vowel points only in scripts that are read without them, because in others they are what tells words
 * apart. ICU alone, whose version here is newer than the one that Lucene's tables need.
 */
final class WordSpelling {
    /** In code points; what is cut off is cut off a question as well. */
    static final int MAX_LENGTH = 64;

    /** Scripts whose marks a writer may leave out; the common one has the digits. */
    private static final Set<Integer> MARKS_OPTIONAL = Set.of(
            UScript.LATIN,
            UScript.GREEK,
            UScript.CYRILLIC,
            UScript.ARMENIAN,
            UScript.GEORGIAN,
            UScript.HEBREW,
            UScript.ARABIC,
            UScript.SYRIAC,
            UScript.COMMON);

    private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+");
    private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");

    /** Letters that are spelled out where a keyboard has none. */
    private static final Map<String, String> SPELLED_OUT =
            Map.of("\u00e4", "ae", "\u00f6", "oe", "\u00fc", "ue", "\u00f8", "oe", "\u00e5", "aa");

    private static final Pattern SPELLED_OUT_LETTERS = Pattern.compile("[\u00e4\u00f6\u00fc\u00f8\u00e5]");

    /** Letters without a decomposition that have a plain one beside them on other keyboards. */
    private static final Map<Integer, Integer> PLAIN = Map.ofEntries(
            Map.entry(0x131, (int) 'i'),
            Map.entry(0xf8, (int) 'o'),
            Map.entry(0x111, (int) 'd'),
            Map.entry(0x142, (int) 'l'),
            // Arabic letters that are typed for each other
            Map.entry(0x671, 0x627),
            Map.entry(0x649, 0x64a),
            Map.entry(0x6cc, 0x64a),
            Map.entry(0x629, 0x647),
            Map.entry(0x6c1, 0x647),
            Map.entry(0x6d5, 0x647),
            Map.entry(0x6a9, 0x643));

    private static final int LENGTHENING_STROKE = 0x640;
    private static final int KATAKANA_FIRST = 0x30a1;
    private static final int KATAKANA_LAST = 0x30f6;
    private static final int KATAKANA_TO_HIRAGANA = 0x60;

    private WordSpelling() {}

    /** The spellings of a word, the usual one first; none for what has no letter or digit. */
    static List<String> of(String word) {
        String folded = Normalizer2.getNFKCCasefoldInstance().normalize(word);
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(plain(folded));
        if (SPELLED_OUT_LETTERS.matcher(folded).find())
            spellings.add(plain(SPELLED_OUT_LETTERS
                    .matcher(folded)
                    .replaceAll(letter -> SPELLED_OUT.getOrDefault(letter.group(), letter.group()))));
        List<String> kept = new ArrayList<>();
        for (String spelling : spellings) {
            String letters = cut(NO_LETTER.matcher(spelling).replaceAll(""));
            if (letters.codePoints().anyMatch(Character::isLetterOrDigit) && !kept.contains(letters)) kept.add(letters);
        }
        return kept;
    }

    private static String plain(String folded) {
        String bare = MARKS_OPTIONAL.contains(script(folded)) ? withoutMarks(folded) : folded;
        StringBuilder plain = new StringBuilder(bare.length());
        bare.codePoints()
                .filter(letter -> letter != LENGTHENING_STROKE)
                .forEach(letter -> plain.appendCodePoint(
                        letter >= KATAKANA_FIRST && letter <= KATAKANA_LAST
                                ? letter - KATAKANA_TO_HIRAGANA
                                : PLAIN.getOrDefault(letter, letter)));
        return plain.toString();
    }

    private static String withoutMarks(String folded) {
        String decomposed = Normalizer2.getNFDInstance().normalize(folded);
        return Normalizer2.getNFCInstance().normalize(MARKS.matcher(decomposed).replaceAll(""));
    }

    /** Of the first letter; the common one of a number. */
    private static int script(String word) {
        return word.codePoints()
                .filter(UCharacter::isLetter)
                .map(UScript::getScript)
                .findFirst()
                .orElse(UScript.COMMON);
    }

    private static String cut(String word) {
        return word.codePointCount(0, word.length()) <= MAX_LENGTH
                ? word
                : word.substring(0, word.offsetByCodePoints(0, MAX_LENGTH));
    }
}
