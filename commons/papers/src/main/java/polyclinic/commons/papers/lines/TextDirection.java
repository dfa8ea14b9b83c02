package polyclinic.commons.papers.lines;

import com.ibm.icu.text.Bidi;

/**
 * Which way a text runs. A text that begins from right to left is an isolate of its own in a page that runs from left to right (UAX #9): its
 * every word begins with the isolate's mark, so that wherever a line is broken its rest still knows.
 */
public final class TextDirection {
    private static final char ISOLATE = '\u2067';
    private static final char END = '\u2069';

    private TextDirection() {}

    /** The text with the marks, if its first letter runs from right to left. */
    public static String marked(String text) {
        if (Bidi.getBaseDirection(text) != Bidi.RTL) return text;
        return ISOLATE + text.replace(" ", " " + ISOLATE) + END;
    }

    /** One line of marked text as UAX #9 takes it: each isolate begins once and ends in it. */
    static String wellFormed(String line) {
        StringBuilder text = new StringBuilder();
        boolean open = false;
        for (char c : line.toCharArray()) {
            boolean repeated = c == ISOLATE && open || c == END && !open;
            if (c == ISOLATE) open = true;
            if (c == END) open = false;
            if (!repeated) text.append(c);
        }
        return open ? text.append(END).toString() : text.toString();
    }

    static String withoutMarks(String text) {
        return text.replace(String.valueOf(ISOLATE), "").replace(String.valueOf(END), "");
    }
}
