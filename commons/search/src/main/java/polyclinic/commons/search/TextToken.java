package polyclinic.commons.search;

import com.ibm.icu.lang.UScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A word of a text, or a character of a script that writes no blanks between words. Those are not cut into words: a dictionary cuts
 * the same word differently in different sentences, so that what is looked for would be missed; with characters whatever
 * stands in the text is found.
 *
 * @param spellings folded, see {@link WordFolding}
 * @param start of the text, in UTF-16 code units
 * @param end after its last
 * @param unit whether it is a character of a script without blanks
 */
record TextToken(List<String> spellings, int start, int end, boolean unit) {
    private static final Set<Integer> WITHOUT_BLANKS = Set.of(
            UScript.HAN,
            UScript.HIRAGANA,
            UScript.KATAKANA,
            UScript.BOPOMOFO,
            // Words of Korean are written apart, but compounds and particles are not.
            UScript.HANGUL,
            UScript.THAI,
            UScript.LAO,
            UScript.KHMER,
            UScript.MYANMAR,
            UScript.YI,
            UScript.JAVANESE,
            UScript.BALINESE,
            UScript.TAI_LE,
            UScript.NEW_TAI_LUE,
            UScript.LANNA,
            UScript.TAI_VIET);

    /** Thai; before it come Latin, Greek, Cyrillic, Hebrew, Arabic and the scripts of India. */
    private static final int FIRST_WITHOUT_BLANKS = 0x0E00;

    private static final int HALFWIDTH_VOICED = 0xFF9E;
    private static final int HALFWIDTH_SEMI_VOICED = 0xFF9F;

    private enum Kind {
        SEPARATOR,
        SPACED,
        UNSPACED
    }

    /** The tokens of a text in NFC, in its order. */
    static List<TextToken> of(String text) {
        return of(text, WordFolding::spellings);
    }

    /** The tokens of a question. */
    static List<TextToken> asked(String question) {
        return of(question, WordFolding::asked);
    }

    /** Whether it stands directly behind another character of such a script. */
    boolean continues(TextToken before) {
        return unit && before.unit && before.end == start;
    }

    private static List<TextToken> of(String text, Function<String, List<String>> spellings) {
        List<TextToken> tokens = new ArrayList<>();
        Kind run = Kind.SEPARATOR;
        int start = 0;
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            Kind kind = kind(c, run);
            if (kind != run) {
                add(tokens, text, start, at, run, spellings);
                run = kind;
                start = at;
            }
            at += Character.charCount(c);
        }
        add(tokens, text, start, text.length(), run, spellings);
        return tokens;
    }

    private static Kind kind(int c, Kind run) {
        return switch (Character.getType(c)) {
            case Character.DECIMAL_DIGIT_NUMBER -> Kind.SPACED;
            // A vowel sign, or an invisible joiner, belongs to the letter before.
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT -> run;
            default ->
                Character.isLetterOrDigit(c) || Character.getType(c) == Character.OTHER_NUMBER
                        ? word(c, run)
                        : Kind.SEPARATOR;
        };
    }

    private static Kind word(int c, Kind run) {
        if (c < FIRST_WITHOUT_BLANKS) return Kind.SPACED;
        int script = UScript.getScript(c);
        if (WITHOUT_BLANKS.contains(script)) return Kind.UNSPACED;
        // The lengthening mark of kana is of no script of its own.
        return script == UScript.COMMON && run == Kind.UNSPACED && Character.isLetter(c) ? run : Kind.SPACED;
    }

    private static void add(
            List<TextToken> tokens,
            String text,
            int start,
            int end,
            Kind kind,
            Function<String, List<String>> spellings) {
        if (kind == Kind.SPACED) {
            List<String> found = spellings.apply(text.substring(start, end));
            if (!found.isEmpty()) tokens.add(new TextToken(found, start, end, false));
        }
        if (kind != Kind.UNSPACED) return;
        for (int from = start; from < end; ) {
            int to = from + Character.charCount(text.codePointAt(from));
            while (to < end && isAttached(text.codePointAt(to))) to += Character.charCount(text.codePointAt(to));
            String unit = WordFolding.unit(text.substring(from, to));
            if (!unit.isEmpty()) tokens.add(new TextToken(List.of(unit), from, to, true));
            from = to;
        }
    }

    private static boolean isAttached(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT -> true;
            default -> c == HALFWIDTH_VOICED || c == HALFWIDTH_SEMI_VOICED;
        };
    }
}
