package polyclinic.commons.papers.lines;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterDirection;
import com.ibm.icu.text.Bidi;
import java.util.regex.Pattern;

/**
 * Which way a text runs. A text with letters that run from right to left is an isolate of its own in a page that runs from left to right (UAX #9), so
 * that it turns nothing that stands beside it: a date after a name stays a date. Its every word begins with the isolate's mark, so that wherever
 * a line is broken its rest still knows.
 */
public final class TextDirection {
    private static final char LEFT_TO_RIGHT = '\u2066';
    private static final char RIGHT_TO_LEFT = '\u2067';
    private static final char END = '\u2069';
    private static final char LEFT_TO_RIGHT_LETTER = '\u200E';
    private static final String MARKS = "[\u2066\u2067\u2069\u200E]";

    /** The beginning of an amount with its unit in Latin letters: "500 mg" is to be read as one, not as "mg 500". */
    private static final Pattern AMOUNT =
            Pattern.compile("(?<![\\p{L}\\p{N}.,/])(?=\\p{Nd}[\\p{Nd}.,/]*\\s?[\\p{IsLatin}%µμ])");

    private TextDirection() {}

    /** The text with the marks, if any of its letters runs from right to left. */
    public static String marked(String text) {
        if (text.codePoints().noneMatch(TextDirection::runsFromRight)) return text;
        char isolate = Bidi.getBaseDirection(text) == Bidi.RTL ? RIGHT_TO_LEFT : LEFT_TO_RIGHT;
        String amounts = AMOUNT.matcher(text).replaceAll(String.valueOf(LEFT_TO_RIGHT_LETTER));
        return isolate + amounts.replace(" ", " " + isolate) + END;
    }

    private static boolean runsFromRight(int point) {
        int direction = UCharacter.getDirection(point);
        return direction == UCharacterDirection.RIGHT_TO_LEFT || direction == UCharacterDirection.RIGHT_TO_LEFT_ARABIC;
    }

    /** One line of marked text as UAX #9 takes it: each isolate begins once and ends in it. */
    static String wellFormed(String line) {
        StringBuilder text = new StringBuilder();
        boolean open = false;
        for (char c : line.toCharArray()) {
            boolean begins = c == LEFT_TO_RIGHT || c == RIGHT_TO_LEFT;
            boolean repeated = begins && open || c == END && !open;
            if (begins) open = true;
            if (c == END) open = false;
            if (!repeated) text.append(c);
        }
        return open ? text.append(END).toString() : text.toString();
    }

    static String withoutMarks(String text) {
        return text.replaceAll(MARKS, "");
    }
}
