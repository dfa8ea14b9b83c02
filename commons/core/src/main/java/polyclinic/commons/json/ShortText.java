package polyclinic.commons.json;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A name, a number, a dose: text of one line that is shown, compared and looked for. However it was typed, pasted or scanned, the same
 * text is kept as the same characters:
 *
 * <ul>
 *   <li>NFC (UAX #15);
 *   <li>no white space at its ends, and one blank where there was a run of it, of whatever kind (U+00A0, U+3000, U+2800);
 *   <li>without characters that nobody sees and that mean nothing: U+200B, U+2060, U+FEFF, U+00AD, Hangul fillers, tags;
 *   <li>with those that nobody sees and that scripts need: joiners behind a letter that can be joined (UTR #36 §2.6; Persian, Indic
 *       scripts, and emoji), variation selectors, and marks of direction within the text.
 * </ul>
 *
 * <p>Line breaks and the controls of {@link SingleLine} are left for it to refuse: what they were meant for cannot be guessed.
 */
public final class ShortText {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    /** Scripts whose letters are never joined otherwise because of a joiner. */
    private static final Set<UnicodeScript> UNJOINED = EnumSet.of(
            UnicodeScript.LATIN,
            UnicodeScript.GREEK,
            UnicodeScript.CYRILLIC,
            UnicodeScript.ARMENIAN,
            UnicodeScript.GEORGIAN,
            UnicodeScript.HEBREW,
            UnicodeScript.ETHIOPIC,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.HAN,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.HANGUL,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA);

    private ShortText() {}

    /** The text in its normal form, or null when there is nothing to see in it. */
    public static @Nullable String normal(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        StringBuilder normal = new StringBuilder(composed.length());
        boolean blank = false;
        boolean joinable = false;
        for (int i = 0; i < composed.length(); ) {
            int character = composed.codePointAt(i);
            i += Character.charCount(character);
            if (isLineBreak(character)) {
                normal.appendCodePoint(character);
                blank = false;
            } else if (isBlank(character)) blank = true;
            else if (isJoiner(character) ? joinable && !blank : !isIgnored(character)) {
                if (blank && !normal.isEmpty()) normal.append(' ');
                blank = false;
                normal.appendCodePoint(character);
                joinable = canBeJoined(character, joinable);
            }
        }
        String stripped = strip(normal);
        return stripped.codePoints().anyMatch(ShortText::isSeen) ? stripped : null;
    }

    /** The text in NFC, of as many lines as it has, or null when there is nothing to see in it. */
    public static @Nullable String visible(String text) {
        return text.codePoints().anyMatch(ShortText::isSeen) ? Normalizer.normalize(text, Normalizer.Form.NFC) : null;
    }

    static boolean isLineBreak(int character) {
        return character == '\n'
                || character == '\r'
                || character == 0x0b
                || character == 0x0c
                || character == 0x85
                || character == 0x2028
                || character == 0x2029;
    }

    private static boolean isBlank(int character) {
        return character == '\t' || Character.isSpaceChar(character) || character == 0x2800;
    }

    private static boolean isJoiner(int character) {
        return character == ZERO_WIDTH_JOINER || character == ZERO_WIDTH_NON_JOINER;
    }

    private static boolean isDirectionMark(int character) {
        return character == 0x200e || character == 0x200f || character == 0x061c;
    }

    private static boolean isVariationSelector(int character) {
        return character >= 0xfe00 && character <= 0xfe0f
                || character >= 0xe0100 && character <= 0xe01ef
                || character >= 0x180b && character <= 0x180f;
    }

    /** Nobody sees it, wherever it stands. */
    private static boolean isIgnored(int character) {
        return character == 0xad
                || character == 0x34f
                || character == 0x115f
                || character == 0x1160
                || character == 0x17b4
                || character == 0x17b5
                || character == 0x200b
                || character >= 0x2060 && character <= 0x2064
                || character >= 0x206a && character <= 0x206f
                || character == 0x3164
                || character == 0xfeff
                || character == 0xffa0
                || character >= 0xfff9 && character <= 0xfffb
                || character >= 0xe0000 && character <= 0xe007f;
    }

    /** A mark that belongs to any script (a vowel sign of Arabic, the emoji's selector) is joined as what it stands on. */
    private static boolean canBeJoined(int character, boolean before) {
        UnicodeScript script = UnicodeScript.of(character);
        if (script == UnicodeScript.INHERITED) return before;
        if (script == UnicodeScript.COMMON) return Character.getType(character) == Character.OTHER_SYMBOL;
        return !UNJOINED.contains(script);
    }

    private static boolean isSeen(int character) {
        if (isLineBreak(character) || isBlank(character) || isIgnored(character)) return false;
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /** Without line breaks and marks of direction at the ends, and without selectors of nothing at the beginning. */
    private static String strip(CharSequence text) {
        int[] characters = text.codePoints().toArray();
        int from = 0;
        int to = characters.length;
        while (from < to && (isStripped(characters[from]) || isVariationSelector(characters[from]))) from++;
        while (from < to && isStripped(characters[to - 1])) to--;
        return new String(characters, from, to - from);
    }

    private static boolean isStripped(int character) {
        return character == ' ' || isLineBreak(character) || isDirectionMark(character);
    }
}
