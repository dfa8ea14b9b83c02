package polyclinic.commons.search;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.ar.ArabicNormalizer;
import org.apache.lucene.analysis.ar.ArabicStemmer;
import org.apache.lucene.analysis.fa.PersianNormalizer;
import org.apache.lucene.analysis.icu.ICUFoldingFilter;

/**
 * One spelling for the many of a word. Case, width, ligatures and the digits of all scripts are folded everywhere (Unicode
 * NFKC_Casefold); accents and vowel points only in scripts that are read without them, because in others they are what tells words
 * apart: a Devanagari vowel sign, a Thai tone mark.
 */
final class WordFolding {
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

    /** A word longer than this is no word; what is cut off would be cut off a question as well. */
    private static final int MAX_READ = 128;

    /** In code points. */
    static final int MAX_LENGTH = 64;

    private static final int KATAKANA_FIRST = 0x30A1;
    private static final int KATAKANA_LAST = 0x30F6;
    private static final int HIRAGANA_FIRST = 0x3041;

    private WordFolding() {}

    /** The spellings under which a word of a text is found, the usual one first; none for what has no letter or digit. */
    static List<String> spellings(String word) {
        String read = cut(word, MAX_READ);
        if (isAscii(read)) {
            String folded = read.toLowerCase(Locale.ROOT);
            return kept(Set.of(folded), GermanicLetters.shortened(folded));
        }
        int script = script(read);
        Set<String> all = new LinkedHashSet<>();
        String folded = fold(read, script);
        all.add(folded);
        if (script == UScript.LATIN) all.add(fold(GermanicLetters.spelledOut(read), script));
        if (script == UScript.ARABIC) all.add(withoutArticle(folded));
        return kept(all, script == UScript.LATIN ? GermanicLetters.shortened(folded) : folded);
    }

    /** The spellings of a word of a question. Only what is the same word whatever follows: a question may be half a word. */
    static List<String> asked(String word) {
        String read = cut(word, MAX_READ);
        int script = script(read);
        String folded = fold(read, script);
        return kept(Set.of(folded), script == UScript.ARABIC ? withoutArticle(folded) : folded);
    }

    private static List<String> kept(Set<String> words, String more) {
        List<String> kept = new ArrayList<>(words.size() + 1);
        for (String word : words) keep(word, kept);
        keep(more, kept);
        return kept;
    }

    private static void keep(String word, List<String> kept) {
        String letters = cut(letters(word), MAX_LENGTH);
        if (!letters.isEmpty() && !kept.contains(letters)) kept.add(letters);
    }

    /** Compatibility forms bring punctuation along, {@code ⑴} is {@code (1)}, which no expression may be made of. */
    private static String letters(String word) {
        for (int at = 0; at < word.length(); at++)
            if (!Character.isLetterOrDigit(word.charAt(at)))
                return NO_LETTER.matcher(word).replaceAll("");
        return word;
    }

    /** A syllable or character of a script without blanks. Katakana is read as hiragana. */
    static String unit(String text) {
        String folded = Normalizer2.getNFKCCasefoldInstance().normalize(text);
        StringBuilder unit = new StringBuilder(folded.length());
        for (int at = 0; at < folded.length(); at++) {
            char c = folded.charAt(at);
            unit.append(c >= KATAKANA_FIRST && c <= KATAKANA_LAST ? (char) (c - KATAKANA_FIRST + HIRAGANA_FIRST) : c);
        }
        return letters(unit.toString());
    }

    private static boolean isAscii(String word) {
        for (int at = 0; at < word.length(); at++) if (word.charAt(at) > 0x7F) return false;
        return true;
    }

    private static String fold(String word, int script) {
        if (!MARKS_OPTIONAL.contains(script))
            return Normalizer2.getNFKCCasefoldInstance().normalize(word);
        // A Turkish I is i to everybody whose keyboard has no other, and the capital of both.
        String folded = ICUFoldingFilter.NORMALIZER.normalize(word).replace('\u0131', 'i');
        return script == UScript.ARABIC ? arabic(folded) : folded;
    }

    /** Alef, yeh, kaf and teh marbuta have variants that writers mix; the lengthening stroke and vowel signs mean nothing here. */
    private static String arabic(String word) {
        char[] letters = word.toCharArray();
        int length = new ArabicNormalizer().normalize(letters, letters.length);
        return new String(letters, 0, new PersianNormalizer().normalize(letters, length));
    }

    private static String withoutArticle(String word) {
        char[] letters = word.toCharArray();
        return new String(letters, 0, new ArabicStemmer().stemPrefix(letters, letters.length));
    }

    /** Of the first letter; the common one of a number. */
    private static int script(String word) {
        return word.codePoints()
                .filter(UCharacter::isLetter)
                .map(UScript::getScript)
                .findFirst()
                .orElse(UScript.COMMON);
    }

    static String cut(String word, int codePoints) {
        return word.length() <= codePoints || word.codePointCount(0, word.length()) <= codePoints
                ? word
                : word.substring(0, word.offsetByCodePoints(0, codePoints));
    }
}
