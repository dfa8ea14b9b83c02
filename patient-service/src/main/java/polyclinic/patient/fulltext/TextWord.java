package polyclinic.patient.fulltext;

import com.ibm.icu.lang.UScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A word of a text, or a character of a script that writes no blanks between words: those are not cut into words, because a
 * dictionary cuts the same word differently in different sentences, so that what is looked for would be missed (as notes are indexed,
 * ADR 29).
 *
 * @param spellings folded, see {@link WordSpelling}, the usual one first
 * @param start of the text, in UTF-16 code units
 * @param end after its last
 * @param unit whether it is a character of a script without blanks
 */
record TextWord(List<String> spellings, int start, int end, boolean unit) {
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
            UScript.MYANMAR);

    private enum Kind {
        SEPARATOR,
        SPACED,
        UNSPACED
    }

    /** The words of a text, in its order. */
    static List<TextWord> of(String text) {
        return new Reader(text).read();
    }

    String spelling() {
        return spellings.get(0);
    }

    /** Whether it stands directly behind another character of such a script. */
    boolean continues(TextWord before) {
        return unit && before.unit && before.end == start;
    }

    private static final class Reader {
        private final String text;
        private final List<TextWord> words = new ArrayList<>();
        private Kind run = Kind.SEPARATOR;
        private int start;

        Reader(String text) {
            this.text = text;
        }

        List<TextWord> read() {
            for (int at = 0; at < text.length(); ) {
                int character = text.codePointAt(at);
                Kind kind = kind(character, run);
                boolean isMark = isMark(character);
                // Each character of a script without blanks is a word, with the marks that stand on it.
                if (kind != run || kind == Kind.UNSPACED && !isMark) {
                    end(at);
                    run = kind;
                    start = at;
                }
                at += Character.charCount(character);
            }
            end(text.length());
            return words;
        }

        private void end(int at) {
            if (run == Kind.SEPARATOR || start == at) return;
            List<String> spellings = WordSpelling.of(text.substring(start, at));
            if (!spellings.isEmpty()) words.add(new TextWord(spellings, start, at, run == Kind.UNSPACED));
        }

        private static Kind kind(int character, Kind run) {
            if (isMark(character)) return run;
            if (!Character.isLetterOrDigit(character) && Character.getType(character) != Character.OTHER_NUMBER)
                return Kind.SEPARATOR;
            int script = UScript.getScript(character);
            if (WITHOUT_BLANKS.contains(script)) return Kind.UNSPACED;
            // The lengthening mark of kana is of no script of its own.
            return script == UScript.COMMON && run == Kind.UNSPACED && Character.isLetter(character)
                    ? run
                    : Kind.SPACED;
        }

        /** A vowel sign, or an invisible joiner, belongs to the letter before. */
        private static boolean isMark(int character) {
            return switch (Character.getType(character)) {
                case Character.NON_SPACING_MARK,
                        Character.COMBINING_SPACING_MARK,
                        Character.ENCLOSING_MARK,
                        Character.FORMAT -> true;
                default -> false;
            };
        }
    }
}
