package polyclinic.commons.postgres.names;

import com.ibm.icu.text.Normalizer2;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The words of a name or of a question, folded: without what people leave out when they type (capitals, accents, width, the vowel
 * points of Arabic and Hebrew), and never torn apart at a mark, which in Indic scripts is a vowel. Chinese characters and Korean
 * syllables are words of their own, since nothing parts their names.
 */
final class NameWords {
    private static final Normalizer2 FOLDING = Normalizer2.getNFKCCasefoldInstance();
    /** Letters whose accent is no more than an accent: they are one letter with and without. */
    private static final Set<UnicodeScript> ACCENTED =
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.GREEK, UnicodeScript.CYRILLIC);

    private NameWords() {}

    /** The words in their own script, in their order. */
    static List<String> own(String text) {
        StringBuilder folded = new StringBuilder();
        Normalizer2.getNFDInstance()
                .normalize(FOLDING.normalize(text))
                .codePoints()
                .forEach(new Folding(folded)::add);
        String composed = Normalizer2.getNFCInstance().normalize(folded);
        return split(composed);
    }

    /** A word of {@link #own} in Latin letters without accents: none, one, or several where its script writes several as one. */
    static List<String> latin(String word) {
        if (isAscii(word)) return List.of(word);
        return Romanization.of(word);
    }

    /** Other ways in which people write a word of {@link #own} in Latin letters. */
    static Set<String> variants(String word) {
        return isAscii(word) ? Set.of() : Romanization.variants(word);
    }

    /** Words in which an umlaut was written out: {@code mueller} of Müller. */
    static List<String> writtenOut(String text) {
        String lower = FOLDING.normalize(text);
        String out = lower.replace("\u00e4", "ae")
                .replace("\u00f6", "oe")
                .replace("\u00f8", "oe")
                .replace("\u00fc", "ue")
                .replace("\u00e5", "aa");
        return out.equals(lower) ? List.of() : own(out);
    }

    /** A mark without a letter is no word. */
    private static List<String> split(String text) {
        return Arrays.stream(text.split("[^\\p{L}\\p{M}\\p{N}]+"))
                .filter(word -> word.codePoints().anyMatch(Character::isLetterOrDigit))
                .toList();
    }

    /** Whether the word is one of a script that writes names without blanks. */
    static boolean isUnparted(String word) {
        UnicodeScript script = UnicodeScript.of(word.codePointAt(0));
        return script == UnicodeScript.HAN || script == UnicodeScript.HANGUL;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(character -> character < 0x80);
    }

    /** Runs of adjacent words as one: {@code delacruz} of De la Cruz, and each pair and three of more. */
    static List<String> joined(List<String> words) {
        List<String> joined = new ArrayList<>();
        for (int from = 0; from < words.size(); from++)
            for (int to = from + 2; to <= Math.min(words.size(), from + NameKey.MAX_JOINED); to++)
                joined.add(String.join("", words.subList(from, to)));
        return joined;
    }

    /** Takes the characters of a text in NFD, one after the other. */
    private static final class Folding {
        private final StringBuilder into;
        private UnicodeScript base = UnicodeScript.COMMON;

        Folding(StringBuilder into) {
            this.into = into;
        }

        void add(int character) {
            UnicodeScript script = UnicodeScript.of(character);
            boolean isMark = Character.getType(character) == Character.NON_SPACING_MARK;
            if (isMark && (isAccent(character) || isVowelPoint(character))) return;
            if (script != UnicodeScript.INHERITED && !isMark) base = script;
            boolean isWord = (script == UnicodeScript.HAN || isHangulBegin(character)) && Character.isLetter(character);
            if (isWord) into.append(' ');
            into.appendCodePoint(letter(character));
            if (script == UnicodeScript.HAN && isWord) into.append(' ');
        }

        /** The breve of й and ў makes another letter. */
        private boolean isAccent(int character) {
            return ACCENTED.contains(base) && !(base == UnicodeScript.CYRILLIC && character == 0x306);
        }

        /** In NFD a syllable is its consonant, vowel and second consonant. */
        private static boolean isHangulBegin(int character) {
            return character >= 0x1100 && character <= 0x1112;
        }

        private static boolean isVowelPoint(int character) {
            return character >= 0x64b && character <= 0x65f
                    || character == 0x670
                    || character >= 0x591 && character <= 0x5c7;
        }

        /** One of the letters that are typed for each other; hiragana for katakana. */
        private static int letter(int character) {
            if (character >= 0x30a1 && character <= 0x30f6) return character - 0x60;
            return switch (character) {
                case 0x671 -> 0x627;
                case 0x649, 0x6cc -> 0x64a;
                case 0x629, 0x6c1, 0x6d5 -> 0x647;
                case 0x6a9 -> 0x643;
                default -> character;
            };
        }
    }
}
